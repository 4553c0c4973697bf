namespace Metamorph.Data;

/// <summary>What is new to a model that is judged by spoken commands.</summary>
public enum CommandClasses
{
    /// <summary>The keywords: a class is a keyword, said by everyone.</summary>
    Keyword,

    /// <summary>The speaker: a class is a keyword said by one of them, and an episode is of one speaker.</summary>
    Speaker,
}
