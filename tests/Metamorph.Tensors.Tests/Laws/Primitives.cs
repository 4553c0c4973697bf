using System.Runtime.CompilerServices;

namespace Metamorph.Tensors.Tests.Laws;

/// <summary>Every primitive of the engine, found by reflection: one that is added is under the laws from then on.</summary>
public static class Primitives
{
    public static TheoryData<string> Names => [.. Types.Keys.Order(StringComparer.Ordinal)];

    private static Dictionary<string, Type> Types { get; } = typeof(Primitive).Assembly.GetTypes()
        .Where(t => t.IsSubclassOf(typeof(Primitive)) && !t.IsAbstract)
        .Select(t => t.IsGenericTypeDefinition ? t.MakeGenericType(typeof(Tensor.Greater)) : t)
        .ToDictionary(t => t.IsGenericType ? t.Name[..t.Name.IndexOf('`', StringComparison.Ordinal)] : t.Name);

    internal static Type TypeOf(string name) => Types[name];

    // Examples do not depend on a primitive's fields, so it need not be constructed.
    internal static Example[] Examples(string name) =>
        [.. ((Primitive)RuntimeHelpers.GetUninitializedObject(Types[name])).Examples(new Key(20261121))];
}
