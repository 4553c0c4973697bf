namespace Metamorph.Data;

/// <summary>What becomes of a class whose images are turned by quarters.</summary>
public enum Rotation
{
    /// <summary>Nothing is turned.</summary>
    None,

    /// <summary>All examples of a class are turned alike, by quarters drawn for each class of each task (Finn et al. 2017): a class is never beside itself.</summary>
    PerClass,

    /// <summary>Each of the four turns of a class is a class of its own (Vinyals et al. 2016): two of them may meet in a task.</summary>
    Classes,
}
