using System.Runtime.CompilerServices;

namespace Metamorph.Tensors.Kernels;

/// <summary>
/// Taps and what all of them meet along an axis. By place: in the middle all taps, and at the ends of the axis those that do not lie in
/// the padding. By pixel: of those that leave the same remainder when divided by the stride, the same taps meet a place. By tap: all its
/// places. Together sections hold every meeting once, so that padding costs nothing.
/// </summary>
/// <param name="Members">Places of the window, or pixels, ascending.</param>
/// <param name="Met">The pixel, or place, that each meets with the first tap.</param>
/// <param name="Tap">The first tap.</param>
/// <param name="Gap">From one tap to the next.</param>
/// <param name="Taps">How many.</param>
/// <param name="Step">From what one tap meets to what the next does.</param>
internal readonly record struct Section(List<int> Members, List<int> Met, int Tap, int Gap, int Taps, int Step)
{
    /// <summary>The places of a window on so many pixels, by the taps that meet a pixel.</summary>
    internal static List<Section> OfPlaces(Window window, int size) => Of(window, window.Places(size), size, pixels: false);

    /// <summary>So many pixels, by the taps through which a place of the window meets them.</summary>
    internal static List<Section> OfPixels(Window window, int size) => Of(window, size, window.Places(size), pixels: true);

    /// <summary>The places of a window on so many pixels at which each tap meets one.</summary>
    // Sections are made in every call, so they are compiled in full at once.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static List<Section> OfTaps(Window window, int size)
    {
        var sections = new List<Section>(window.Size);
        for (int tap = 0; tap < window.Size; tap++)
        {
            Section section = new([], [], tap, 1, 1, 0);
            for (int place = 0; place < window.Places(size); place++)
            {
                int at = place * window.Stride + tap * window.Dilation - window.Padding;
                if ((uint)at >= (uint)size) continue;
                section.Members.Add(place);
                section.Met.Add(at);
            }

            sections.Add(section);
        }

        return sections;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static List<Section> Of(Window window, int members, int others, bool pixels)
    {
        var sections = new List<Section>(4);
        for (int member = 0; member < members; member++)
        {
            int first = 0, gap = 1, taps = 0, met = 0, last = 0;
            for (int tap = 0; tap < window.Size; tap++)
            {
                int at = pixels ? member + window.Padding - tap * window.Dilation : member * window.Stride + tap * window.Dilation - window.Padding;
                if (pixels)
                {
                    if (at % window.Stride != 0) continue;
                    at /= window.Stride;
                }

                if ((uint)at >= (uint)others) continue;
                if (taps++ == 0) (first, met) = (tap, at);
                else if (taps == 2) (gap, last) = (tap - first, at);
            }

            int step = taps > 1 ? last - met : 0, same = 0;
            while (same < sections.Count && (sections[same].Tap, sections[same].Gap, sections[same].Taps) != (first, gap, taps)) same++;
            if (same == sections.Count)
            {
                // Those with most taps come first.
                while (same > 0 && sections[same - 1].Taps < taps) same--;
                sections.Insert(same, new([], [], first, gap, taps, step));
            }

            sections[same].Members.Add(member);
            sections[same].Met.Add(met);
        }

        return sections;
    }
}
