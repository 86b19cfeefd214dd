using System.Numerics;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.Memory;
using SixLabors.ImageSharp.PixelFormats;
using SixLabors.ImageSharp.Processing;
using SixLabors.ImageSharp.Processing.Processors.Transforms;
using Trainer.Augment.Images;
using Trainer.Augment.Kernels;
using Trainer.Augment.Standardization;
using Trainer.Augment.Transforms;

namespace Trainer.Augment.ImageSharp;

/// <summary>Warps with ImageSharp's affine transform and flip. Only for <see cref="FillMode.Nearest"/>.</summary>
/// <remarks>
/// The pixels are floats all the way: in 8 bits each result would be rounded. A pixel of ImageSharp has three colours
/// and an alpha that they are multiplied with, so an image goes through in groups of up to three channels, opaque.
/// </remarks>
internal sealed class ImageSharpWarpKernel : IWarpKernel
{
    private const int ChannelsPerPixel = 3;
    private const float White = byte.MaxValue;

    private static readonly AffineMap Unmoved = AffineComposition.Compose(
        ImageTransform.Identity, new ImageShape(1, 1, 1));

    /// <summary>ImageSharp chooses its own instructions; this kernel asks for none.</summary>
    public InstructionSet InstructionSet => InstructionSet.Scalar;

    public void Run(
        ReadOnlySpan<byte> source,
        Span<float> destination,
        in Warp warp,
        DataFormat layout,
        ChannelScaling? scaling)
    {
        if (warp.Map == Unmoved && !warp.FlipHorizontal && !warp.FlipVertical)
        {
            WarpKernels.Best.Run(source, destination, warp, layout, scaling);
            return;
        }

        Warp work = warp;
        var padding = EdgePadding.For(warp.Map, warp.Shape);
        for (int channel = 0; channel < warp.Shape.Channels; channel += ChannelsPerPixel)
        {
            using Image<RgbaVector> image = LoadPadded(source, warp.Shape, channel, padding);
            image.Mutate(context => Transform(context, work, padding));
            Store(image, destination, warp.Shape, channel, PixelStrides.For(warp.Shape, layout));
        }

        scaling?.Run(destination, warp.Shape, layout);
    }

    private static Image<RgbaVector> LoadPadded(
        ReadOnlySpan<byte> source,
        ImageShape shape,
        int firstChannel,
        EdgePadding padding)
    {
        var image = new Image<RgbaVector>(
            Decoding.Configuration,
            padding.Left + shape.Width + padding.Right,
            padding.Top + shape.Height + padding.Bottom);
        Buffer2D<RgbaVector> pixels = image.Frames.RootFrame.PixelBuffer;
        for (int y = 0; y < image.Height; y++)
        {
            int row = Math.Clamp(y - padding.Top, 0, shape.Height - 1);
            FillRow(
                source.Slice(row * shape.Width * shape.Channels, shape.Width * shape.Channels)[firstChannel..],
                shape.Channels,
                Math.Min(ChannelsPerPixel, shape.Channels - firstChannel),
                pixels.DangerousGetRowSpan(y),
                padding);
        }

        return image;
    }

    private static void FillRow(
        ReadOnlySpan<byte> source,
        int stride,
        int channels,
        Span<RgbaVector> row,
        EdgePadding padding)
    {
        Span<RgbaVector> inner = row[padding.Left..^padding.Right];
        for (int x = 0; x < inner.Length; x++)
        {
            ReadOnlySpan<byte> pixel = source.Slice(x * stride, channels);
            inner[x] = new RgbaVector(
                pixel[0] / White,
                channels > 1 ? pixel[1] / White : 0,
                channels > 2 ? pixel[2] / White : 0);
        }

        row[..padding.Left].Fill(inner[0]);
        row[^padding.Right..].Fill(inner[^1]);
    }

    private static void Transform(IImageProcessingContext context, in Warp warp, EdgePadding padding)
    {
        Size padded = context.GetCurrentSize();
        IResampler sampler = warp.Order == 0 ? KnownResamplers.NearestNeighbor : KnownResamplers.Triangle;
        context.Transform(
            new Rectangle(Point.Empty, padded),
            FromSource(warp.Map, padding),
            new Size(warp.Shape.Width, warp.Shape.Height),
            sampler);
        if (warp.FlipHorizontal)
        {
            context.Flip(FlipMode.Horizontal);
        }

        if (warp.FlipVertical)
        {
            context.Flip(FlipMode.Vertical);
        }
    }

    /// <summary>ImageSharp wants the map from the source to the result, and inverts it itself.</summary>
    private static Matrix3x2 FromSource(in AffineMap map, EdgePadding padding)
    {
        double determinant = (map.ColumnX * map.RowY) - (map.ColumnY * map.RowX);
        double xOfColumn = map.RowY / determinant;
        double xOfRow = -map.ColumnY / determinant;
        double yOfColumn = -map.RowX / determinant;
        double yOfRow = map.ColumnX / determinant;
        double column0 = map.Column0 + padding.Left;
        double row0 = map.Row0 + padding.Top;
        return new Matrix3x2(
            (float)xOfColumn,
            (float)yOfColumn,
            (float)xOfRow,
            (float)yOfRow,
            (float)-((xOfColumn * column0) + (xOfRow * row0)),
            (float)-((yOfColumn * column0) + (yOfRow * row0)));
    }

    private static void Store(
        Image<RgbaVector> image,
        Span<float> destination,
        ImageShape shape,
        int firstChannel,
        PixelStrides strides)
    {
        int channels = Math.Min(ChannelsPerPixel, shape.Channels - firstChannel);
        Buffer2D<RgbaVector> pixels = image.Frames.RootFrame.PixelBuffer;
        for (int y = 0; y < shape.Height; y++)
        {
            Span<RgbaVector> row = pixels.DangerousGetRowSpan(y);
            for (int x = 0; x < row.Length; x++)
            {
                int target = (y * strides.Row) + (x * strides.Column) + (firstChannel * strides.Channel);
                destination[target] = row[x].R * White;
                if (channels > 1)
                {
                    destination[target + strides.Channel] = row[x].G * White;
                }

                if (channels > 2)
                {
                    destination[target + (2 * strides.Channel)] = row[x].B * White;
                }
            }
        }
    }
}
