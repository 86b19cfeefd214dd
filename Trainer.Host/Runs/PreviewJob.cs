using Trainer.Augment;
using Trainer.Core.Checkpoints;
using Trainer.Core.Data;
using Trainer.Host.Configuration;
using Trainer.Host.Previews;

namespace Trainer.Host.Runs;

/// <summary>Draws a contact sheet of the augmentation: one row an image, its version of each epoch beside it.</summary>
internal sealed class PreviewJob(TrainerSettings settings, string path, int images, int versions, Terminal terminal)
{
    /// <summary>Writes the sheet.</summary>
    /// <returns>An <see cref="ExitCode"/>.</returns>
    public int Run(CancellationToken cancellation)
    {
        string file = DataFiles.ResolveTraining(settings.Data, terminal, cancellation);
        using IImageDataset dataset = Datasets.Open(file, settings.Data.GetShape());
        ImageDataGenerator generator = Generators.Fit(settings, dataset, cancellation);
        int rows = Math.Min(images, dataset.Count);
        using var sheet = new ContactSheet(dataset.Shape, rows, versions + 1);
        float[] result = new float[dataset.Shape.Length];
        int row = 0;
        foreach ((int label, ReadOnlyMemory<byte> pixels) in Datasets.ReadImages(dataset, cancellation).Take(rows))
        {
            sheet.Draw(row, 0, pixels.Span, [dataset.Labels.Classes[label], $"row {row + 1}"]);
            for (int epoch = 0; epoch < versions; epoch++)
            {
                var key = new SampleKey((ulong)settings.Training.Seed, epoch, row);
                generator.Process(pixels.Span, dataset.Shape, key, result, DataFormat.ChannelsLast);
                sheet.Draw(row, epoch + 1, Visible.FromFloats(result), TransformCaption.Lines(generator.GetRandomTransform(dataset.Shape, key)));
            }

            row++;
        }

        AtomicFile.WriteAllBytes(path, sheet.ToPng());
        terminal.Out.WriteLine($"Drew {rows} images with {versions} versions each to {path}");
        return ExitCode.Done;
    }
}
