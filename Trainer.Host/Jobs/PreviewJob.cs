using Trainer.Augment;
using Trainer.Augment.Images;
using Trainer.Core.Checkpoints;
using Trainer.Core.Data;
using Trainer.Core.Pipeline;
using Trainer.Host.Configuration;
using Trainer.Host.Inputs;
using Trainer.Host.Previews;
using Trainer.Host.Reports;

namespace Trainer.Host.Jobs;

/// <summary>Draws a contact sheet of the augmentation: one row an image, its version of each epoch beside it.</summary>
internal sealed class PreviewJob(TrainerSettings settings, string path, int images, int versions, Terminal terminal)
{
    /// <summary>Writes the sheet.</summary>
    /// <returns>An <see cref="ExitCode"/>.</returns>
    public int Run(CancellationToken cancellation)
    {
        string file = DataFiles.ResolveTraining(settings.Data, terminal, cancellation);
        using IImageDataset dataset = Datasets.Open(file, settings.Data);
        ImageDataGenerator generator = Generators.Fit(settings, dataset, cancellation);
        int rows = Math.Min(images, dataset.Count);
        int drawn = 0;
        var skipped = new List<SkippedRow>();
        var sheet = new ContactSheet(dataset.Shape, settings.Data.ChannelOrder);
        if (dataset.PixelType == PixelType.UInt8)
        {
            Draw(
                ImageSequence.ReadBytes(dataset, settings.Data.BadRows, cancellation, skipped),
                pixels => pixels.ToArray(),
                generator.Process);
        }
        else
        {
            Draw(
                ImageSequence.ReadFloats(dataset, settings.Data.BadRows, cancellation, skipped),
                Visible.FromFloats,
                generator.Process);
        }

        AtomicFile.WriteAllBytes(path, sheet.ToPng());
        terminal.Out.WriteLine($"Drew {drawn} images with {versions} versions each to {path}");
        if (generator.MixesBatches)
        {
            terminal.Out.WriteLine(
                "Augment:MixupAlpha and Augment:CutMixAlpha mix the images of a batch; "
                    + "a sheet of single images does not show that.");
        }

        SkippedRowsText.Report(skipped, terminal);
        return ExitCode.Done;

        void Draw<T>(
            IEnumerable<(int Row, int Label, ReadOnlyMemory<T> Pixels)> sequence,
            Func<ReadOnlySpan<T>, byte[]> show,
            Process<T> process)
        {
            float[] result = new float[dataset.Shape.Length];
            foreach ((int row, int label, ReadOnlyMemory<T> pixels) in sequence.Take(rows))
            {
                sheet.Add(drawn, 0, show(pixels.Span), [dataset.Labels.Classes[label], $"row {row + 1}"]);
                for (int epoch = 0; epoch < versions; epoch++)
                {
                    var key = new SampleKey((ulong)settings.Training.Seed, epoch, row);
                    process(pixels.Span, dataset.Shape, key, result, DataFormat.ChannelsLast);
                    sheet.Add(
                        drawn,
                        epoch + 1,
                        Visible.FromFloats(result),
                        TransformCaption.Lines(generator.GetRandomTransform(dataset.Shape, key)));
                }

                drawn++;
            }
        }
    }

    private delegate void Process<T>(
        ReadOnlySpan<T> source, ImageShape shape, in SampleKey key, Span<float> destination, DataFormat layout);
}
