using SkiaSharp;
using Trainer.Augment.Codecs;
using Trainer.Augment.Images;
using Trainer.Host.Reports;

namespace Trainer.Host.Previews;

/// <summary>A grid of captioned pictures.</summary>
internal sealed class ContactSheet : IDisposable
{
    private const int Margin = 8;
    private const int LineHeight = 13;
    private const int CaptionLines = 4;
    private const float TextSize = 10.5f;

    // Small images are enlarged by whole pixels, so that one sees them as they are.
    private const int ComfortableSide = 128;

    private readonly ImageShape _shape;
    private readonly ChannelOrder _order;
    private readonly int _zoom;
    private readonly int _cellWidth;
    private readonly int _cellHeight;
    private readonly SKBitmap _bitmap;
    private readonly SKCanvas _canvas;
    private readonly SKFont _font;
    private readonly SKPaint _ink = new() { Color = new SKColor(0x33, 0x33, 0x33), IsAntialias = true };

    /// <summary>Makes an empty sheet.</summary>
    /// <param name="shape">The shape of the pictures.</param>
    /// <param name="order">The order of their colours.</param>
    /// <param name="rows">Rows of pictures.</param>
    /// <param name="columns">Columns of pictures.</param>
    public ContactSheet(ImageShape shape, ChannelOrder order, int rows, int columns)
    {
        _shape = shape;
        _order = order;
        _zoom = Math.Max(1, ComfortableSide / Math.Max(shape.Width, shape.Height));
        _cellWidth = Math.Max(shape.Width * _zoom, ComfortableSide) + Margin;
        _cellHeight = (shape.Height * _zoom) + (CaptionLines * LineHeight) + Margin;
        _bitmap = new SKBitmap((columns * _cellWidth) + Margin, (rows * _cellHeight) + Margin, SKColorType.Rgba8888, SKAlphaType.Opaque);
        _canvas = new SKCanvas(_bitmap);
        _canvas.Clear(SKColors.White);
        _font = new SKFont(EmbeddedFont.Typeface, TextSize);
    }

    /// <summary>Draws one picture with its caption.</summary>
    /// <param name="row">From 0.</param>
    /// <param name="column">From 0.</param>
    /// <param name="pixels">H×W×C bytes; 3 channels and more are drawn in colour, with fewer the first is drawn as grey.</param>
    /// <param name="caption">Up to four lines.</param>
    public void Draw(int row, int column, ReadOnlySpan<byte> pixels, IReadOnlyList<string> caption)
    {
        int left = Margin + (column * _cellWidth);
        int top = Margin + (row * _cellHeight);
        using SKBitmap picture = ToBitmap(pixels);
        var place = SKRect.Create(left, top, _shape.Width * _zoom, _shape.Height * _zoom);
        using SKImage image = SKImage.FromBitmap(picture);
        _canvas.DrawImage(image, place, new SKSamplingOptions(SKFilterMode.Nearest));
        for (int line = 0; line < Math.Min(caption.Count, CaptionLines); line++)
        {
            _canvas.DrawText(caption[line], left, place.Bottom + ((line + 1) * LineHeight) - 1, _font, _ink);
        }
    }

    /// <summary>The sheet as a PNG file.</summary>
    public byte[] ToPng()
    {
        _canvas.Flush();
        using SKData data = _bitmap.Encode(SKEncodedImageFormat.Png, quality: 100);
        return data.ToArray();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _ink.Dispose();
        _font.Dispose();
        _canvas.Dispose();
        _bitmap.Dispose();
    }

    private SKBitmap ToBitmap(ReadOnlySpan<byte> pixels)
    {
        var bitmap = new SKBitmap(_shape.Width, _shape.Height, SKColorType.Rgba8888, SKAlphaType.Opaque);
        Span<byte> target = bitmap.GetPixelSpan();
        int channels = _shape.Channels;
        (int red, int green, int blue) = channels < 3 ? (0, 0, 0) : _order == ChannelOrder.Bgr ? (2, 1, 0) : (0, 1, 2);
        for (int i = 0; i < _shape.Pixels; i++)
        {
            ReadOnlySpan<byte> pixel = pixels.Slice(i * channels, channels);
            target[4 * i] = pixel[red];
            target[(4 * i) + 1] = pixel[green];
            target[(4 * i) + 2] = pixel[blue];
            target[(4 * i) + 3] = byte.MaxValue;
        }

        return bitmap;
    }
}
