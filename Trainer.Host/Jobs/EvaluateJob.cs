using Trainer.Core.Data;
using Trainer.Host.Configuration;
using Trainer.Host.Inputs;
using Trainer.Host.Reports;
using Trainer.Host.RunFolders;

namespace Trainer.Host.Jobs;

/// <summary>Tests the network of a finished run.</summary>
internal sealed class EvaluateJob(RunFolder folder, string? testingFile, Terminal terminal)
{
    /// <summary>Prints loss, accuracy and the classification report, and which bad rows were left out.</summary>
    /// <returns>An <see cref="ExitCode"/>.</returns>
    public int Run(CancellationToken cancellation)
    {
        using FinishedRun run = FinishedRun.Load(folder);
        DataSettings data = run.Settings.Data;
        if (testingFile is not null)
        {
            data.Training = data.Testing = testingFile;
        }

        (_, string file) = DataFiles.Resolve(data, terminal, cancellation);
        using IImageDataset dataset = Datasets.Open(file, data, run.Labels);
        TestResult result = TestResult.Of(run.Model, dataset, run.Generator, run.Settings, cancellation);
        terminal.Out.WriteLine(
            $"{result.Samples:N0} images of {file} - loss: {result.Loss:F4} - accuracy: {result.Report.Accuracy:F4}");
        terminal.Out.WriteLine();
        terminal.Out.WriteLine(result.Report.ToText());
        SkippedRowsText.Report(result.Skipped, terminal);
        return ExitCode.Done;
    }
}
