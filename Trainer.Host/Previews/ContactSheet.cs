using SkiaSharp;
using Trainer.Augment.Images;
using Trainer.Host.Reports;

namespace Trainer.Host.Previews;

/// <summary>A grid of captioned pictures.</summary>
/// <param name="shape">The shape of the pictures.</param>
/// <param name="order">The order of their colours.</param>
internal sealed class ContactSheet(ImageShape shape, ChannelOrder order)
{
    private const int Margin = 8;
    private const int LineHeight = 13;
    private const float TextSize = 10.5f;

    // Small images are enlarged by whole pixels, so that one sees them as they are.
    private const int ComfortableSide = 128;

    private readonly List<(int Row, int Column, byte[] Pixels, IReadOnlyList<string> Caption)> _cells = [];

    /// <summary>Adds one picture with its caption.</summary>
    /// <param name="row">From 0.</param>
    /// <param name="column">From 0.</param>
    /// <param name="pixels">
    /// H×W×C bytes, which the sheet keeps; 3 channels and more are drawn in colour, with fewer the first is drawn as
    /// grey.
    /// </param>
    /// <param name="caption">Its lines. All cells are as high as the longest caption needs.</param>
    public void Add(int row, int column, byte[] pixels, IReadOnlyList<string> caption) =>
        _cells.Add((row, column, pixels, caption));

    /// <summary>Draws the sheet.</summary>
    /// <returns>A PNG file.</returns>
    public byte[] ToPng()
    {
        int zoom = Math.Max(1, ComfortableSide / Math.Max(shape.Width, shape.Height));
        int cellWidth = Math.Max(shape.Width * zoom, ComfortableSide) + Margin;
        int lines = _cells.Select(cell => cell.Caption.Count).DefaultIfEmpty().Max();
        int cellHeight = (shape.Height * zoom) + (lines * LineHeight) + Margin;
        int rows = _cells.Select(cell => cell.Row + 1).DefaultIfEmpty().Max();
        int columns = _cells.Select(cell => cell.Column + 1).DefaultIfEmpty().Max();
        using var bitmap = new SKBitmap(
            (columns * cellWidth) + Margin, (rows * cellHeight) + Margin, SKColorType.Rgba8888, SKAlphaType.Opaque);
        using var canvas = new SKCanvas(bitmap);
        using var font = new SKFont(EmbeddedFont.Typeface, TextSize);
        using var ink = new SKPaint { Color = new SKColor(0x33, 0x33, 0x33), IsAntialias = true };
        canvas.Clear(SKColors.White);
        foreach ((int row, int column, byte[] pixels, IReadOnlyList<string> caption) in _cells)
        {
            using SKBitmap picture = ToBitmap(pixels);
            using SKImage image = SKImage.FromBitmap(picture);
            var place = SKRect.Create(
                Margin + (column * cellWidth), Margin + (row * cellHeight), shape.Width * zoom, shape.Height * zoom);
            canvas.DrawImage(image, place, new SKSamplingOptions(SKFilterMode.Nearest));
            for (int line = 0; line < caption.Count; line++)
            {
                canvas.DrawText(caption[line], place.Left, place.Bottom + ((line + 1) * LineHeight) - 1, font, ink);
            }
        }

        canvas.Flush();
        using SKData data = bitmap.Encode(SKEncodedImageFormat.Png, quality: 100);
        return data.ToArray();
    }

    private SKBitmap ToBitmap(byte[] pixels)
    {
        var bitmap = new SKBitmap(shape.Width, shape.Height, SKColorType.Rgba8888, SKAlphaType.Opaque);
        Span<byte> target = bitmap.GetPixelSpan();
        int channels = shape.Channels;
        (int red, int green, int blue) = channels < 3 ? (0, 0, 0) : order == ChannelOrder.Bgr ? (2, 1, 0) : (0, 1, 2);
        for (int i = 0; i < shape.Pixels; i++)
        {
            ReadOnlySpan<byte> pixel = pixels.AsSpan(i * channels, channels);
            target[4 * i] = pixel[red];
            target[(4 * i) + 1] = pixel[green];
            target[(4 * i) + 2] = pixel[blue];
            target[(4 * i) + 3] = byte.MaxValue;
        }

        return bitmap;
    }
}
