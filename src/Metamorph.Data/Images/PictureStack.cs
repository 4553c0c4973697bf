namespace Metamorph.Data;

/// <summary>Pictures that come one by one and are to be of one size and one kind, grey or in colour.</summary>
/// <param name="size">What they are resized to; null: they have one size.</param>
/// <param name="colour">Whether they are taken in colour; null: as they are.</param>
internal sealed class PictureStack((int Height, int Width)? size, bool? colour)
{
    private readonly List<Picture> pictures = [];
    private (int Height, int Width) form;
    private string first = "";
    private string? grey;
    private string? coloured;

    /// <summary>Takes a picture.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="name">Its file, for messages.</param>
    /// <exception cref="FormatException">It is unlike the first, and nothing was asked for.</exception>
    internal void Add(Picture picture, string name)
    {
        if (pictures.Count == 0) (form, first) = (size ?? (picture.Height, picture.Width), name);
        if (size is null && (picture.Height, picture.Width) != form)
            throw new FormatException($"{name}: the picture has {picture.Height} rows of {picture.Width} pixels, and {first} has {form.Height} of {form.Width}. Expected one size. Ask for a size, {form.Height}x{form.Width} for instance, and all are resized to it.");

        // A file of three channels may hold a grey picture: it goes with either kind.
        if (picture.Channels == 1) grey ??= name;
        if (coloured is null && picture.HasColour) coloured = name;
        if (colour is null && grey is not null && coloured is not null)
            throw new FormatException($"{grey}: the picture is grey, and {coloured} has colour. Expected all to be the one or the other. Ask for grey or for colour, and all are turned into it.");
        pictures.Add((colour == false ? picture.ToGrey() : picture).Resize(form.Width, form.Height));
    }

    /// <summary>All of them.</summary>
    /// <param name="name">Where they come from, for messages.</param>
    /// <exception cref="FormatException">They are too many for one array.</exception>
    internal ByteRows Rows(string name)
    {
        int channels = colour ?? coloured is not null ? 3 : 1;
        int each = channels * form.Height * form.Width;
        if ((long)each * pictures.Count > Array.MaxLength)
            throw new FormatException($"{name}: {pictures.Count} pictures of {form.Height}x{form.Width} pixels with {channels} channels have {(long)each * pictures.Count} bytes. Expected at most {Array.MaxLength}. Ask for a smaller size, or for grey.");
        byte[] values = new byte[each * pictures.Count];
        for (int i = 0; i < pictures.Count; i++)
        {
            var alike = channels == 3 ? pictures[i].ToColour() : pictures[i].ToGrey();
            alike.Pixels.CopyTo(values.AsSpan(i * each));
        }

        return new(values, [channels, form.Height, form.Width]);
    }
}
