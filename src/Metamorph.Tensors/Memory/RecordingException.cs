namespace Metamorph.Tensors;

/// <summary>A number was read of a step that is being recorded: at that time there are shapes, but no numbers.</summary>
public sealed class RecordingException : InvalidOperationException
{
    internal RecordingException()
        : base("a number was read of a tensor while a step was being recorded, or of a tensor that was kept from a recording. There are only shapes then: "
            + "choose with Where instead of if, return what you want to read, or run the function without Replay.")
    {
    }
}
