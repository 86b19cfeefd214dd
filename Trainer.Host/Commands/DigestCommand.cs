using System.CommandLine;
using System.Globalization;
using Trainer.Core.Sampling;
using Trainer.Host.Configuration;
using Trainer.Host.Jobs;

namespace Trainer.Host.Commands;

/// <summary>
/// <c>digest</c>: prints a hash per batch, so that anyone can check that batches depend on seed and data alone.
/// </summary>
internal static class DigestCommand
{
    private const int DefaultBatches = 10;

    /// <summary>Makes the verb.</summary>
    public static Command Create()
    {
        var command = new Command(
            "digest", "Print 'epoch step sha256' for each training batch: "
                + "images (float32 little-endian, N×C×H×W), then labels (int64 little-endian).");
        var options = new SettingsOptions(command);
        var batches = new Option<long>("--batches")
        {
            Description = "How many batches.",
            DefaultValueFactory = _ => DefaultBatches,
        };
        var from = new Option<string>("--from")
        {
            Description = "Where to start, as EPOCH:STEP.",
            DefaultValueFactory = _ => "0:0",
        };
        command.Options.Add(batches);
        command.Options.Add(from);
        command.SetAction((parsed, _) =>
        {
            TrainerSettings settings = SettingsLoader.Load(options.Read(parsed));
            PipelinePosition start = ParsePosition(parsed.GetRequiredValue(from));
            long count = parsed.GetValue(batches);
            if (count < 1)
            {
                throw new SettingsException($"--batches is {count}; it must be at least 1.");
            }

            return JobHost.RunAsync(
                (terminal, cancellation) => new DigestJob(settings, start, count, terminal).Run(cancellation));
        });
        return command;
    }

    private static PipelinePosition ParsePosition(string text)
    {
        string[] parts = text.Split(':');
        return parts.Length == 2
            && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out int epoch)
            && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out int step)
            ? new PipelinePosition(epoch, step)
            : throw new SettingsException(
                $"--from is '{text}'; it must be EPOCH:STEP, two whole numbers counted from 0, such as 1:5.");
    }
}
