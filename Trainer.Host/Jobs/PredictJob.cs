using System.Text;
using Trainer.Core.Checkpoints;
using Trainer.Core.Data;
using Trainer.Core.Pipeline;
using Trainer.Host.Configuration;
using Trainer.Host.Prediction;
using Trainer.Host.Reports;
using Trainer.Host.RunFolders;

namespace Trainer.Host.Jobs;

/// <summary>Classifies images with the network of a finished run, prepared as they were in the run.</summary>
internal sealed class PredictJob(
    RunFolder folder, IReadOnlyList<string> arguments, PredictOptions options, Terminal terminal)
{
    /// <summary>
    /// Writes a line per image, in order, as soon as its batch is done; bad rows that are left out are reported at the
    /// end.
    /// </summary>
    /// <returns>An <see cref="ExitCode"/>.</returns>
    public int Run(CancellationToken cancellation)
    {
        IReadOnlyList<PredictionInput> inputs = PredictionInput.Resolve(
            arguments, folder.ReadConfig().Data.CreateCodec());
        using FinishedRun run = FinishedRun.Load(folder);
        if (options.Top > run.Labels.Classes.Count)
        {
            throw new SettingsException($"--top is {options.Top}; the run has {run.Labels.Classes.Count} classes.");
        }

        var skipped = new List<SkippedRow>();
        if (options.Output is null)
        {
            Predict(run, inputs, terminal.Out, skipped, cancellation);
        }
        else
        {
            AtomicFile.Write(options.Output, stream =>
            {
                using var output = new StreamWriter(
                    stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), leaveOpen: true);
                Predict(run, inputs, output, skipped, cancellation);
            });
        }

        SkippedRowsText.Report(skipped, terminal);
        return ExitCode.Done;
    }

    private void Predict(
        FinishedRun run,
        IReadOnlyList<PredictionInput> inputs,
        TextWriter output,
        List<SkippedRow> skipped,
        CancellationToken cancellation)
    {
        IPredictionWriter writer = options.Format == PredictionFormat.JsonLines
            ? new JsonLinesPredictionWriter(output)
            : new CsvPredictionWriter(output, options.Top);
        var top = new TopClasses(run.Labels.Classes, options.Top);
        writer.Begin();
        foreach (PredictionInput input in inputs)
        {
            // With labels of its own: what is to be classified need not carry the run's.
            using IImageDataset dataset = input.Open(run.Settings.Data);
            using var pipeline = new InputPipeline(dataset, run.Generator, PipelineFactory.ForPrediction(run.Settings));
            while (pipeline.Take(cancellation) is { } batch)
            {
                using (batch)
                {
                    // A batch whose rows are all bad, and skipped, is empty.
                    if (batch.Count > 0)
                    {
                        Write(input, batch, run.Model.PredictOnBatch(batch), top, writer);
                    }
                }
            }

            skipped.AddRange(pipeline.ReadSkippedRows());
        }
    }

    private static void Write(
        PredictionInput input, Batch batch, float[] probabilities, TopClasses top, IPredictionWriter writer)
    {
        int classes = probabilities.Length / batch.Count;
        for (int i = 0; i < batch.Count; i++)
        {
            (string file, int row) = input.Locate(batch.Rows[i]);
            writer.Write(file, row, top.Of(probabilities.AsSpan(i * classes, classes)));
        }
    }
}
