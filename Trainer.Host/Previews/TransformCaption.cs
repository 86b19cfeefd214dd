using Trainer.Augment.Transforms;

namespace Trainer.Host.Previews;

/// <summary>Writes the drawn parameters of a version in a few short lines.</summary>
internal static class TransformCaption
{
    // What the width of a small picture has room for.
    private const int LineLength = 25;

    private const string Separator = ", ";

    /// <summary>The parameters that change something, in short lines.</summary>
    public static IReadOnlyList<string> Lines(in ImageTransform transform)
    {
        var lines = new List<string>();
        if (transform.Theta != 0 || transform.Shear != 0)
        {
            lines.Add($"turn {transform.Theta:F1}°, shear {transform.Shear:F2}°");
        }

        if (transform.Tx != 0 || transform.Ty != 0)
        {
            lines.Add($"shift {transform.Tx:F1}, {transform.Ty:F1}");
        }

        if (transform.Zx != 1 || transform.Zy != 1)
        {
            lines.Add($"zoom {transform.Zx:F2}, {transform.Zy:F2}");
        }

        string line = string.Empty;
        foreach (string other in Others(transform))
        {
            if (line.Length > 0 && line.Length + Separator.Length + other.Length > LineLength)
            {
                lines.Add(line);
                line = string.Empty;
            }

            line += line.Length > 0 ? Separator + other : other;
        }

        if (line.Length > 0)
        {
            lines.Add(line);
        }

        return lines;
    }

    private static List<string> Others(in ImageTransform transform)
    {
        var others = new List<string>();
        if (transform.FlipHorizontal || transform.FlipVertical)
        {
            others.Add(
                "flip" + (transform.FlipHorizontal ? " h" : string.Empty)
                    + (transform.FlipVertical ? " v" : string.Empty));
        }

        if (transform.ChannelShiftIntensity is { } shift)
        {
            others.Add($"channels {shift:+0;-0;0}");
        }

        if (transform.Brightness is { } brightness)
        {
            others.Add($"light {brightness:F2}");
        }

        if (transform.ColorJitter is { } jitter)
        {
            AddJitter(jitter, others);
        }

        if (transform.BlurSigma is { } sigma)
        {
            others.Add($"blur {sigma:F2} px");
        }

        if (transform.Erased is { } erased)
        {
            others.Add($"erased {Describe(erased)}");
        }

        if (transform.CutOut is { } cut)
        {
            others.Add($"cut {Describe(cut)}");
        }

        return others;
    }

    private static void AddJitter(ColorJitterFactors jitter, List<string> others)
    {
        if (jitter.Contrast != 1)
        {
            others.Add($"contrast {jitter.Contrast:F2}");
        }

        if (jitter.Saturation != 1)
        {
            others.Add($"satur. {jitter.Saturation:F2}");
        }

        if (jitter.Hue != 0)
        {
            others.Add($"hue {jitter.Hue:+0.00;-0.00;0.00}");
        }
    }

    /// <summary>Height and width, and the row and column of the corner at the top left, from 0.</summary>
    private static string Describe(PixelRectangle rectangle) =>
        $"{rectangle.Height}×{rectangle.Width} at {rectangle.Top}, {rectangle.Left}";
}
