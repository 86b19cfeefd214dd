using System.Globalization;
using CsCheck;
using Trainer.Augment;
using Trainer.Augment.Codecs;
using Trainer.Augment.Images;
using Trainer.Core.Data;
using Trainer.Core.Pipeline;
using Trainer.Tests.Augment;
using Trainer.Tests.Support;
using Xunit;

namespace Trainer.Tests.Properties;

/// <summary>What holds for the layout of pixels, whatever the image. A failure prints the seed that shows it again.</summary>
public sealed class LayoutPropertyTests
{
    private static readonly Gen<(ImageShape Shape, byte[] Pixels)> AnyImage =
        from height in Gen.Int[1, 12]
        from width in Gen.Int[1, 12]
        from channels in Gen.Int[1, 5]
        let shape = new ImageShape(height, width, channels)
        from pixels in Gen.Byte.Array[shape.Length]
        select (shape, pixels);

    [Fact]
    public void Csv_AnyImage_ComesBackInterleavedAndPlanar() => AnyImage.Sample(
        image =>
        {
            using var directory = new TemporaryDirectory();
            string row = string.Join(',', image.Pixels.Select(pixel => pixel.ToString(CultureInfo.InvariantCulture)));
            File.WriteAllText(directory.File("images.csv"), $"a,{row}\n");
            using CsvImageDataset dataset = CsvImageDataset.Open(directory.File("images.csv"), image.Shape);
            using var pipeline = new InputPipeline(dataset, null, new InputPipelineOptions { Epochs = 1 });
            using Batch batch = pipeline.Take(TestContext.Current.CancellationToken)!;

            Assert.Equal(
                image.Pixels.Select(pixel => (float)pixel),
                Layouts.ToChannelsLast(batch.Images.ToArray(), image.Shape, DataFormat.ChannelsFirst));
        },
        iter: 40);

    [Fact]
    public void Process_AnyAugmentation_IsTheSameImageInBothLayouts() =>
        Gen.Select(AnyImage, Gen.ULong, Gen.Enum<FillMode>(), Gen.Int[0, 1], Gen.Bool).Sample((image, seed, fill, order, flip) =>
        {
            var generator = new ImageDataGenerator(new ImageDataGeneratorOptions
            {
                RotationRange = 40,
                ZoomRange = 0.3,
                FillMode = fill,
                InterpolationOrder = order,
                HorizontalFlip = flip,
                SamplewiseCenter = true,
            });
            float[] planar = new float[image.Shape.Length];
            float[] interleaved = new float[image.Shape.Length];
            generator.Process(image.Pixels, image.Shape, new SampleKey(seed, 0, 0), planar, DataFormat.ChannelsFirst);
            generator.Process(image.Pixels, image.Shape, new SampleKey(seed, 0, 0), interleaved, DataFormat.ChannelsLast);

            float[] reordered = Layouts.ToChannelsLast(planar, image.Shape, DataFormat.ChannelsFirst);
            return reordered.Zip(interleaved).All(pair => Math.Abs(pair.First - pair.Second) <= 0.01);
        });

    [Fact]
    public void Png_AnyImageOfAFile_ComesBackInBothOrdersOfColours() =>
        AnyImage.Where(image => image.Shape.Channels is 1 or 3 or 4).Sample(image =>
        {
            var rgb = new SkiaImageCodec();
            byte[] png = new BgrImageCodec(rgb).EncodePng(image.Pixels, image.Shape);
            byte[] bgr = new byte[image.Pixels.Length];
            new BgrImageCodec(rgb).Decode(png, image.Shape, bgr, ResizeFilter.Nearest);
            byte[] swapped = new byte[image.Pixels.Length];
            rgb.Decode(png, image.Shape, swapped, ResizeFilter.Nearest);

            Assert.Equal(image.Pixels, bgr);
            Assert.Equal(
                image.Pixels.Chunk(image.Shape.Channels).SelectMany(pixel => pixel.Length < 3 ? pixel : [pixel[2], pixel[1], pixel[0], .. pixel[3..]]),
                swapped);
        });
}
