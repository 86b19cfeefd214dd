using Trainer.Augment.Transforms;

namespace Trainer.Host.Previews;

/// <summary>Writes the drawn parameters of a version in a few short lines.</summary>
internal static class TransformCaption
{
    /// <summary>The parameters that change something, at most four lines.</summary>
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

        string others = string.Join(", ", Others(transform));
        if (others.Length > 0)
        {
            lines.Add(others);
        }

        return lines;
    }

    private static List<string> Others(in ImageTransform transform)
    {
        var others = new List<string>();
        if (transform.FlipHorizontal || transform.FlipVertical)
        {
            others.Add("flip" + (transform.FlipHorizontal ? " h" : string.Empty) + (transform.FlipVertical ? " v" : string.Empty));
        }

        if (transform.ChannelShiftIntensity is { } shift)
        {
            others.Add($"channels {shift:+0;-0;0}");
        }

        if (transform.Brightness is { } brightness)
        {
            others.Add($"light {brightness:F2}");
        }

        return others;
    }
}
