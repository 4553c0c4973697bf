namespace Metamorph.Cli.Configuration;

/// <summary>
/// The rows of Omniglot's table. All are measured alike: new characters, each of the four rotations a class of its own (Vinyals et al. 2016), 15 queries of each
/// class, 1,000 tasks of 5 ways and 600 of 20. Iterations are fewer than published, with a rate that falls to the end: a row takes 10 to 75 minutes of a core.
/// </summary>
internal static class OmniglotPresets
{
    /// <summary>Learners that have a preset for each of 5 and 20 ways, 1 and 5 shots.</summary>
    internal static IReadOnlyList<string> Learners { get; } = ["maml", "fomaml", "reptile", "anil", "maml++", "prototypical", "matching", "relation"];

    /// <summary>The configuration of a row.</summary>
    internal static RunConfiguration Of(string learner, int ways, int shots)
    {
        bool few = ways == 5;
        var c = new RunConfiguration
        {
            Learner = learner,
            Rival = false,
            Network = new() { Kind = "conv4-stride" },
            Classes = new() { Path = "omniglot", Ways = ways, Shots = shots, TrainQueries = shots == 1 ? 3 : shots, Rotations = "classes" },
            Validation = new() { Every = 1000, Tasks = 300, Steps = few ? 3 : 5 },
            Evaluation = new() { Tasks = few ? 1000 : 600, Steps = few ? [1, 3, 5] : [1, 5] },
        };

        // Max-pools and not Finn et al.'s strides, with which 15,000 iterations of 16 tasks come to 97.5 % of validation characters; after fewer tasks they leave a smaller gap
        // between training and new characters. Features are larger then, and Finn et al.'s inner rate is too high: 0.04 for each class of a task, whose losses are means
        // here, was chosen from 0.04, 0.1 and 0.4 by classes held out of training.
        var pooled = c.Network with { Kind = "conv4" };

        // With 20 ways those classes chose 0.01 for each class and a head of zeros: 600 iterations of ANIL left 10.2 % of them wrong, 13.2 with the head alone, 18.9 with neither.
        var inner = new InnerConfiguration { Rate = (few ? 0.04 : 0.01) * ways, Steps = few ? 1 : 5 };
        var adapted = pooled with { ZeroHead = !few };
        return learner switch
        {
            "maml" => c with { Iterations = few ? 18_000 : 2500, MetaBatch = few ? 8 : 4, Network = adapted, Inner = inner, Outer = Falling(0.002) },
            "fomaml" => c with { Iterations = few ? 18_000 : 2500, MetaBatch = few ? 8 : 4, Network = adapted, Inner = inner, Outer = Falling(0.002) },
            "anil" => c with { Iterations = few ? 18_000 : 8000, MetaBatch = few ? 8 : 4, Network = adapted, Inner = inner, Outer = Falling(0.002) },
            "maml++" => c with
            {
                // Two steps and twice the tasks with 5 ways: as good of held out classes after 600 iterations as five steps and half the tasks, for as much work.
                Iterations = 9000,
                MetaBatch = few ? 8 : 2,
                Network = pooled with { ZeroHead = true },
                Inner = inner with { Rate = few ? 0.1 : inner.Rate, Steps = few ? 2 : 5, AnnealingIterations = few ? 1000 : 900 },
                Outer = Falling(0.002),
                Validation = c.Validation with { Steps = few ? 2 : 5 },
                Evaluation = c.Evaluation with { Steps = few ? [1, 2] : [1, 5] },
            },

            // Nichol et al. 2018, appendix A, but for the number of iterations. As in their experiments, Adam's mean squares go on from task to task.
            "reptile" => c with
            {
                Iterations = 45_000,
                MetaBatch = 5,
                Network = c.Network with { MeanOverSpace = false },
                Inner = new() { Rule = "adam", Continued = true, FirstDecay = 0, Rate = few ? 0.001 : 0.0005, Steps = few ? 5 : 10, BatchRows = few ? 10 : 20 },
                Outer = new() { Rule = "sgd", Rate = 1, Schedule = "linear" },
                Classes = c.Classes with { TrainShots = 10, TrainQueries = 1 },
                Validation = c.Validation with { Steps = 50, Every = 4000 },
                Evaluation = c.Evaluation with { Steps = [5, 50] },
            },

            // Snell et al. 2017, section 3.1: more ways in training than in the test.
            "prototypical" => c with
            {
                Iterations = !few ? 5000 : shots == 1 ? 3000 : 1500,
                MetaBatch = 1,
                Network = pooled,
                Classes = c.Classes with { TrainWays = 60, TrainQueries = 5 },
                Outer = Falling(0.001),
                Evaluation = c.Evaluation with { Steps = [1] },
                Validation = c.Validation with { Steps = 1 },
            },
            "matching" => c with
            {
                // Cosines times 10, 20 and 40 left 4.0, 2.3 and 2.0 % of held out classes wrong after 600 iterations.
                Iterations = few ? 2000 : 3000,
                MetaBatch = 1,
                Network = pooled with { Scale = 40 },
                Classes = c.Classes with { TrainWays = 60, TrainQueries = 5 },
                Outer = Falling(0.001),
                Evaluation = c.Evaluation with { Steps = [1] },
                Validation = c.Validation with { Steps = 1 },
            },

            // Sung et al. 2018, section 4.1, but for several tasks an iteration and their number.
            "relation" => c with
            {
                Iterations = few ? 8000 : 6000,
                MetaBatch = few ? 4 : 1,
                Classes = c.Classes with { TrainQueries = few ? 10 : 5 },
                Outer = Falling(0.001),
                Evaluation = c.Evaluation with { Steps = [1] },
                Validation = c.Validation with { Steps = 1 },
            },
            _ => throw new ArgumentOutOfRangeException(nameof(learner), learner, "there is no such row"),
        };
    }

    private static OuterConfiguration Falling(double rate) => new() { Rate = rate, Schedule = "cosine", FinalRate = rate / 100 };
}
