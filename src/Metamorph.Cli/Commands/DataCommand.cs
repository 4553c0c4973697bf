using System.CommandLine;

namespace Metamorph.Cli.Commands;

/// <summary>Known data sets: what there is, what each is, fetching and checking them.</summary>
internal static class DataCommand
{
    internal static Command Create(Screen screen, KnownData data)
    {
        var json = new Option<bool>("--json") { Description = "The same for machines.", Recursive = true };
        return new("data", "List, describe, fetch and check the data sets that are known.\n\nExamples:\n  metamorph data list\n  metamorph data info omniglot\n  metamorph data get omniglot\n  metamorph data verify omniglot")
        {
            json,
            DataListCommand.Create(screen, data, json),
            DataInfoCommand.Create(screen, data, json),
            DataGetCommand.Create(screen, data, json),
            DataVerifyCommand.Create(screen, data, json),
        };
    }

    /// <summary>The data set that a command is about.</summary>
    internal static Argument<string> Name(string what) => new("NAME") { Description = $"{what} 'metamorph data list' has the names." };

    /// <summary>The folder of data sets, where it is another than the usual.</summary>
    internal static Option<string?> In() => new("--in") { Description = "The folder of all data sets; not given: the one named by METAMORPH_DATA.", HelpName = "FOLDER" };
}
