namespace Trainer.Augment.Images;

/// <summary>The shape of one image: height × width × channels.</summary>
/// <param name="Height">Rows, at least 1.</param>
/// <param name="Width">Columns, at least 1.</param>
/// <param name="Channels">Values per pixel, at least 1 (3 for RGB).</param>
public readonly record struct ImageShape(int Height, int Width, int Channels)
{
    /// <summary>Height × width.</summary>
    public int Pixels => Height * Width;

    /// <summary>Height × width × channels: how many values one image has.</summary>
    public int Length => Height * Width * Channels;

    /// <summary>Writes the shape as <c>64×64×3</c>.</summary>
    public override string ToString() => $"{Height}×{Width}×{Channels}";
}
