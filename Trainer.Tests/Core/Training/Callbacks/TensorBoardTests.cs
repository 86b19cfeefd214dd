using System.Buffers.Binary;
using Tensorboard;
using Trainer.Augment.Codecs;
using Trainer.Core.Training;
using Trainer.Core.Training.Callbacks;
using Trainer.Core.Training.Optimizers;
using Trainer.Core.Training.Sources;
using Trainer.Tests.Support;
using Xunit;

namespace Trainer.Tests.Core.Training.Callbacks;

[Collection(TorchCollection.Name)]
public sealed class TensorBoardTests
{
    [Fact]
    public void Fit_ThreeEpochs_WritesFiguresRateHistogramsAndImages()
    {
        using var directory = new TemporaryDirectory();
        using Model model = TinyModel.Make(new Sgd(0.01, decay: 1));
        using var board = new TensorBoard(directory.File("logs"), histogramFrequency: 2, imageFrequency: 3);
        var data = BatchSource.From(TinyData.Images(12), TinyData.Shape, TinyData.Labels(12));
        History history = model.Fit(data, new() { BatchSize = 6, Epochs = 3, ValidationData = data, Callbacks = [board] }, TestContext.Current.CancellationToken);

        Event[] training = Read(directory.File("logs/train"));
        Event[] validation = Read(directory.File("logs/validation"));
        Assert.Equal("brain.Event:2", training[0].FileVersion);
        Assert.Equal(history["loss"].Select(value => (float)value), Scalars(training, "epoch_loss"));
        Assert.Equal(history["val_accuracy"].Select(value => (float)value), Scalars(validation, "epoch_accuracy"));
        Assert.Equal([0.01f / 3, 0.01f / 5, 0.01f / 7], Scalars(training, "epoch_learning_rate"), (x, y) => Math.Abs(x - y) < 1e-8);

        Summary.Types.Value weights = Values(training).Single(value => value.Tag == "dense.weight");
        Assert.Equal(16 * 48, weights.Histo.Num);
        Assert.Equal(16 * 48, weights.Histo.Bucket.Sum());
        Assert.Equal(weights.Histo.Max, weights.Histo.BucketLimit[^1], 1e-6);

        // Six images of 4×4 in rows of four, a line between them.
        Summary.Types.Image image = Values(training).Single(value => value.Tag == "epoch_images").Image;
        Assert.Equal((10, 20, 3), (image.Height, image.Width, image.Colorspace));
        Assert.Equal(10, new SkiaImageCodec().ReadShape(image.EncodedImageString.Span).Height);
    }

    private static IEnumerable<Summary.Types.Value> Values(Event[] events) =>
        events.Where(entry => entry.Summary is not null).SelectMany(entry => entry.Summary.Value);

    private static IEnumerable<float> Scalars(Event[] events, string tag) =>
        Values(events).Where(value => value.Tag == tag).Select(value => value.SimpleValue);

    /// <summary>Reads records as TensorFlow does, with a checksum of its own.</summary>
    private static Event[] Read(string folder)
    {
        byte[] bytes = File.ReadAllBytes(Assert.Single(Directory.GetFiles(folder)));
        var events = new List<Event>();
        for (int at = 0; at < bytes.Length;)
        {
            ReadOnlySpan<byte> rest = bytes.AsSpan(at);
            int length = (int)BinaryPrimitives.ReadUInt64LittleEndian(rest);
            Assert.Equal(Masked(rest[..8]), BinaryPrimitives.ReadUInt32LittleEndian(rest[8..]));
            Assert.Equal(Masked(rest.Slice(12, length)), BinaryPrimitives.ReadUInt32LittleEndian(rest[(12 + length)..]));
            events.Add(Event.Parser.ParseFrom(bytes, at + 12, length));
            at += length + 16;
        }

        return [.. events];
    }

    private static uint Masked(ReadOnlySpan<byte> bytes)
    {
        uint crc = uint.MaxValue;
        foreach (byte value in bytes)
        {
            crc ^= value;
            for (int bit = 0; bit < 8; bit++)
            {
                crc = (crc >> 1) ^ (0x82f63b78 & (uint)-(int)(crc & 1));
            }
        }

        crc = ~crc;
        return ((crc >> 15) | (crc << 17)) + 0xa282ead8;
    }
}
