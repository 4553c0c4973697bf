using System.Runtime.CompilerServices;

namespace Metamorph.Tensors.Kernels;

/// <summary>
/// Which numbers of images meet which weights in which results, as offsets in memory. Results are treated by class: those of a class
/// meet the same taps, so that a tap that sees nothing but padding costs nothing. Place p of a class meets with run e of its weights,
/// which begins at <c>Weights[e]</c>, the numbers from <c>From[p] + Offsets[e]</c> on, for the result at <c>To[p]</c>: read row by row
/// that is a convolution, and read column by column the gradient of its weights.
/// </summary>
internal sealed unsafe class Meetings
{
    // Shorter runs are taken number by number.
    private const int Shortest = 16;

    private readonly int places;
    private readonly int runs;

    /// <param name="rows">Sections of the results from top to bottom.</param>
    /// <param name="columns">Sections from left to right.</param>
    /// <param name="window">Taps across.</param>
    /// <param name="images">How many images the tables are for.</param>
    /// <param name="source">What is met.</param>
    /// <param name="target">The results.</param>
    /// <param name="channels">Channels of what is met that one weight meets.</param>
    /// <param name="step">From the weights of one of them to the next.</param>
    /// <param name="single">Whether each number is a run of its own.</param>
    // Where tables are made in every call, this matters: it is compiled in full at once.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal Meetings(List<Section> rows, List<Section> columns, int window, int images, Grid source, Grid target, int channels, int step, bool single = false)
    {
        foreach (var down in rows)
            foreach (var across in columns)
            {
                places += images * down.Members.Count * across.Members.Count;
                runs += down.Taps * across.Taps * channels;
            }

        Table = new int[2 * (places + runs)];
        fixed (int* table = Table) Fill(table, rows, columns, window, images, source, target, channels, step, single);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Fill(int* table, List<Section> rows, List<Section> columns, int window, int images, Grid source, Grid target, int channels, int step, bool single)
    {
        int* metAt = table, resultAt = To(table), offsets = Offsets(table), weights = Weights(table);
        int place = 0, run = 0;
        foreach (var down in rows)
            foreach (var across in columns)
            {
                var (firstPlace, firstRun) = (place, run);
                for (int n = 0; n < images; n++)
                    for (int i = 0; i < down.Members.Count; i++)
                    {
                        int from = (n * source.Height + down.Met[i]) * source.Width, to = (n * target.Height + down.Members[i]) * target.Width;
                        for (int j = 0; j < across.Members.Count; j++, place++)
                        {
                            metAt[place] = (from + across.Met[j]) * source.Channels;
                            resultAt[place] = (to + across.Members[j]) * target.Channels;
                        }
                    }

                // Taps next to one another and their channels are one run of memory, of the weights too.
                bool wide = channels == source.Channels && across is { Gap: 1, Step: 1 or 0 };
                int length = wide ? across.Taps * channels : channels, parts = wide ? 1 : across.Taps;
                bool apart = single || length < Shortest;
                for (int u = 0; u < down.Taps; u++)
                    for (int v = 0; v < parts; v++)
                        for (int c = 0; c < (apart ? length : 1); c++, run++)
                        {
                            offsets[run] = (u * down.Step * source.Width + v * across.Step) * source.Channels + c;
                            weights[run] = (((down.Tap + u * down.Gap) * window + across.Tap + v * across.Gap) * channels + c) * step;
                        }

                Classes.Add(new(firstPlace, down.Members.Count * across.Members.Count, firstRun, run - firstRun, apart ? 1 : length));
            }
    }

    /// <summary>The classes, the one that meets most taps first.</summary>
    internal List<Class> Classes { get; } = new(9);

    /// <summary>All tables: first where what a place meets begins, then the others.</summary>
    internal int[] Table { get; }

    /// <summary>Where the result of a place begins.</summary>
    internal int* To(int* table) => table + places;

    /// <summary>Where a run begins in what a place meets.</summary>
    internal int* Offsets(int* table) => table + 2 * places;

    /// <summary>Where the weights of a run begin.</summary>
    internal int* Weights(int* table) => table + 2 * places + runs;

    /// <summary>Images as they lie: [images, height, width, channels].</summary>
    internal readonly record struct Grid(int Height, int Width, int Channels);

    /// <summary>Results that meet the same taps.</summary>
    /// <param name="Place">The first place.</param>
    /// <param name="Places">How many there are in an image; those of the next image follow.</param>
    /// <param name="Run">The first run of weights.</param>
    /// <param name="Runs">How many.</param>
    /// <param name="Length">Numbers of a run.</param>
    internal readonly record struct Class(int Place, int Places, int Run, int Runs, int Length);
}
