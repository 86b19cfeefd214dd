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
        using CsvImageDataset dataset = CsvImageDataset.Open(file, settings.Data.GetShape());
        var generator = new ImageDataGenerator(settings.Augment.ToOptions());
        int rows = Math.Min(images, dataset.Count);
        using var sheet = new ContactSheet(dataset.Shape, rows, versions + 1);
        var records = new RecordBuffer();
        byte[] pixels = new byte[dataset.Shape.Length];
        float[] result = new float[dataset.Shape.Length];
        for (int row = 0; row < rows; row++)
        {
            cancellation.ThrowIfCancellationRequested();
            dataset.Read([row], records);
            dataset.Decode(records[0], row, pixels);
            sheet.Draw(row, 0, pixels, [dataset.Labels.Classes[dataset.LabelOf(row)], $"row {row + 1}"]);
            for (int epoch = 0; epoch < versions; epoch++)
            {
                var key = new SampleKey((ulong)settings.Training.Seed, epoch, row);
                generator.Process(pixels, dataset.Shape, key, result, DataFormat.ChannelsLast);
                sheet.Draw(row, epoch + 1, Visible.FromFloats(result), TransformCaption.Lines(generator.GetRandomTransform(dataset.Shape, key)));
            }
        }

        AtomicFile.WriteAllBytes(path, sheet.ToPng());
        terminal.Out.WriteLine($"Drew {rows} images with {versions} versions each to {path}");
        return ExitCode.Done;
    }
}
