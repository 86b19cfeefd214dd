using Trainer.Core.Data;
using Trainer.Core.Pipeline;
using Trainer.Core.Training;
using Trainer.Host.Configuration;

namespace Trainer.Host.Runs;

/// <summary>Classifies the images of files with the network of a finished run.</summary>
internal sealed class PredictJob(RunFolder folder, IReadOnlyList<string> files, Terminal terminal)
{
    /// <summary>Prints one line of CSV per image, in order: file, row from 1, class, probability.</summary>
    /// <returns>An <see cref="ExitCode"/>.</returns>
    public int Run(CancellationToken cancellation)
    {
        foreach (string file in files)
        {
            DataFiles.RequireFile(file, "INPUT");
        }

        using FinishedRun run = FinishedRun.Load(folder);
        terminal.Out.WriteLine("file,row,class,probability");
        foreach (string file in files)
        {
            // With labels of its own: what is to be classified need not carry the run's.
            using IImageDataset dataset = Datasets.Open(file, run.Settings.Data);
            using var pipeline = new InputPipeline(dataset, run.Generator, PipelineFactory.ForPrediction(run.Settings));
            Predictions predictions = run.Model.Predict(pipeline, cancellation);
            int[] best = predictions.ArgMax();
            for (int i = 0; i < predictions.Count; i++)
            {
                terminal.Out.WriteLine($"{CsvField(file)},{predictions.Rows[i] + 1},{CsvField(run.Labels.Classes[best[i]])},{predictions[i][best[i]]:F6}");
            }
        }

        return ExitCode.Done;
    }

    private static string CsvField(string text) => text.AsSpan().IndexOfAny(",\"\r\n") < 0
        ? text
        : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
