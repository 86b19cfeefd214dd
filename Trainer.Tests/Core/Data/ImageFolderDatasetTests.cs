using SkiaSharp;
using Trainer.Augment;
using Trainer.Augment.Codecs;
using Trainer.Augment.Flows;
using Trainer.Augment.Images;
using Trainer.Augment.ImageSharp;
using Trainer.Core.Data;
using Trainer.Core.Pipeline;
using Trainer.Tests.Augment;
using Trainer.Tests.Support;
using Xunit;

namespace Trainer.Tests.Core.Data;

public sealed class ImageFolderDatasetTests
{
    private static readonly ImageShape Shape = new(2, 3, 3);

    [Fact]
    public void Take_FoldersOfImages_DeliversThemByClassAndPath()
    {
        using var directory = new TemporaryDirectory();
        Write(directory, "tulip/b.png", 10);
        Write(directory, "tulip/deep/a.png", 20);
        Write(directory, "daisy/z.png", 30);
        File.WriteAllText(directory.File("daisy/notes.txt"), "not an image");
        Directory.CreateDirectory(directory.File("empty"));
        using ImageFolderDataset dataset = ImageFolderDataset.Open(directory.Path, Shape);
        using var pipeline = new InputPipeline(dataset, null, new InputPipelineOptions { Epochs = 1 });
        using Batch batch = pipeline.Take(TestContext.Current.CancellationToken)!;

        Assert.Equal(["daisy", "tulip"], dataset.Labels.Classes);
        Assert.Equal([0, 1, 1], batch.Labels.ToArray());
        Assert.Equal([30, 10, 20], batch.Images.ToArray().Where((_, i) => i % Shape.Length == 0));
        Assert.EndsWith("b.png", dataset.PathOf(1), StringComparison.Ordinal);
    }

    [Fact]
    public void Open_ImagesOfAnotherSize_AreResized()
    {
        using var directory = new TemporaryDirectory();
        Write(directory, "tulip/a.png", 40, new ImageShape(20, 30, 3));
        using ImageFolderDataset dataset = ImageFolderDataset.Open(directory.Path, Shape);
        using var pipeline = new InputPipeline(dataset, null, new InputPipelineOptions { Epochs = 1 });
        using Batch batch = pipeline.Take(TestContext.Current.CancellationToken)!;

        Assert.Equal(Enumerable.Repeat(40f, Shape.Length), batch.Images.ToArray());
    }

    [Fact]
    public void Open_FilesThatOnlyAnotherCodecReads_AreSeenByThatCodec()
    {
        using var directory = new TemporaryDirectory();
        Write(directory, "tulip/a.png", 40);
        File.WriteAllBytes(directory.File("tulip/b.PGM"), [.. "P5 3 2 255\n"u8, 7, 7, 7, 7, 7, 7]);
        using ImageFolderDataset skia = ImageFolderDataset.Open(directory.Path, Shape);
        using ImageFolderDataset both =
            ImageFolderDataset.Open(directory.Path, Shape, codec: new BgrImageCodec(new ImageSharpCodec()));
        using var pipeline = new InputPipeline(both, null, new InputPipelineOptions { Epochs = 1 });
        using Batch batch = pipeline.Take(TestContext.Current.CancellationToken)!;

        Assert.Equal(1, skia.Count);
        Assert.Equal([40, 7], batch.Images.ToArray().Where((_, i) => i % Shape.Length == 0));
    }

    [Fact]
    public void Take_JpegAndWebpFiles_DeliversTheirPixels()
    {
        var shape = new ImageShape(16, 24, 3);
        using var directory = new TemporaryDirectory();
        byte[] pixels = TestImages.Gradient(shape);
        Directory.CreateDirectory(directory.File("tulip"));
        File.WriteAllBytes(directory.File("tulip/a.jpg"), TestImages.Encode(pixels, shape, SKEncodedImageFormat.Jpeg));
        File.WriteAllBytes(directory.File("tulip/b.JPEG"), TestImages.Encode(pixels, shape, SKEncodedImageFormat.Jpeg));
        File.WriteAllBytes(directory.File("tulip/c.webp"), TestImages.Encode(pixels, shape, SKEncodedImageFormat.Webp));
        using ImageFolderDataset dataset = ImageFolderDataset.Open(directory.Path, shape);
        using var pipeline = new InputPipeline(dataset, null, new InputPipelineOptions { Epochs = 1 });
        using Batch batch = pipeline.Take(TestContext.Current.CancellationToken)!;

        Assert.Equal(3, batch.Count);
        foreach (float[] image in batch.Images.ToArray().Chunk(shape.Length))
        {
            float[] decoded = Layouts.ToChannelsLast(image, shape, DataFormat.ChannelsFirst);
            Assert.InRange(pixels.Zip(decoded, (expected, actual) => Math.Abs(expected - actual)).Max(), 0, 12);
        }
    }

    [Fact]
    public void Take_FileThatIsNoImage_NamesIt()
    {
        using var directory = new TemporaryDirectory();
        Directory.CreateDirectory(directory.File("tulip"));
        File.WriteAllText(directory.File("tulip/a.png"), "torn");
        using ImageFolderDataset dataset = ImageFolderDataset.Open(directory.Path, Shape);
        using var pipeline = new InputPipeline(dataset);

        var e = Assert.Throws<DatasetFormatException>(() => pipeline.Take(TestContext.Current.CancellationToken));
        Assert.StartsWith($"{directory.File("tulip/a.png")}: the file is not an image that can be decoded: ", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Take_FileThatHasGone_NamesIt()
    {
        using var directory = new TemporaryDirectory();
        Write(directory, "tulip/a.png", 40);
        using ImageFolderDataset dataset = ImageFolderDataset.Open(directory.Path, Shape);
        File.Delete(directory.File("tulip/a.png"));
        using var pipeline = new InputPipeline(dataset);

        var e = Assert.Throws<DatasetFormatException>(() => pipeline.Take(TestContext.Current.CancellationToken));
        Assert.Equal($"{directory.File("tulip/a.png")}: the file has gone since the folder was opened; start again.", e.Message);
    }

    [Fact]
    public void Open_NoClassFolders_SaysWhatIsExpected()
    {
        using var directory = new TemporaryDirectory();
        Assert.Contains("expected folders named after classes", Assert.Throws<DatasetFormatException>(() => ImageFolderDataset.Open(directory.Path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_ClassThatTrainingDoesNotHave_NamesIt()
    {
        using var directory = new TemporaryDirectory();
        Write(directory, "tulip/a.png", 40);
        var e = Assert.Throws<DatasetFormatException>(() => ImageFolderDataset.Open(directory.Path, Shape, LabelBinarizer.Fit(["daisy", "rose"])));
        Assert.Contains("the class 'tulip' is not among the 2 classes of the training data.", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void FlowFromDirectory_WithAValidationSplit_CutsEachClass()
    {
        using var directory = new TemporaryDirectory();
        foreach (byte value in (byte[])[1, 2, 3, 4])
        {
            Write(directory, $"tulip/{value}.png", value);
            Write(directory, $"daisy/{value}.png", (byte)(10 * value));
        }

        var generator = new ImageDataGenerator(new ImageDataGeneratorOptions { ValidationSplit = 0.25 });
        Assert.Equal([20, 30, 40, 2, 3, 4], FirstPixels(generator, directory.Path, DataSubset.Training));
        Assert.Equal([10, 1], FirstPixels(generator, directory.Path, DataSubset.Validation));
    }

    private static IEnumerable<float> FirstPixels(ImageDataGenerator generator, string path, DataSubset subset)
    {
        using InputPipeline pipeline = generator.FlowFromDirectory(path, Shape, new InputPipelineOptions(), subset);
        using Batch batch = pipeline.Take(TestContext.Current.CancellationToken)!;
        return [.. batch.Images.ToArray().Where((_, i) => i % Shape.Length == 0)];
    }

    private static void Write(TemporaryDirectory directory, string file, byte value, ImageShape? shape = null)
    {
        ImageShape size = shape ?? Shape;
        string path = directory.File(file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, new SkiaImageCodec().EncodePng(Enumerable.Repeat(value, size.Length).ToArray(), size));
    }
}
