namespace Trainer.Host.Previews;

/// <summary>Makes values of any range visible.</summary>
internal static class Visible
{
    /// <summary>
    /// Values as bytes: as they are where they lie within 0 to 255, with a margin for rounding, else stretched so that
    /// the smallest is black and the largest is white, as a standardised image needs.
    /// </summary>
    public static byte[] FromFloats(ReadOnlySpan<float> values)
    {
        float low = float.MaxValue;
        float high = float.MinValue;
        foreach (float value in values)
        {
            low = Math.Min(low, value);
            high = Math.Max(high, value);
        }

        bool stretch = low < -0.5f || high > 255.5f || high <= 1;
        float offset = stretch ? low : 0;
        float scale = stretch && high > low ? 255 / (high - low) : 1;
        byte[] bytes = new byte[values.Length];
        for (int i = 0; i < bytes.Length; i++)
        {
            bytes[i] = (byte)Math.Clamp((int)(((values[i] - offset) * scale) + 0.5f), 0, 255);
        }

        return bytes;
    }
}
