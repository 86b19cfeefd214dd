using System.CommandLine;
using Trainer.Host.Configuration;
using Trainer.Host.Jobs;
using Trainer.SampleData;

namespace Trainer.Host.Commands;

/// <summary><c>sample-data FILE</c>: draws a CSV file of flowers, of any length.</summary>
internal static class SampleDataCommand
{
    /// <summary>Makes the verb.</summary>
    public static Command Create()
    {
        var defaults = new SampleDataOptions { Count = DefaultDataSet.TrainingCount };
        var command = new Command(
            "sample-data", "Draw a CSV file of flowers, of any length, for tests and benchmarks.");
        var file = new Argument<string>("FILE") { Description = "The file to write." };
        var count = Option("--count", "Rows.", defaults.Count);
        var side = Option("--side", "Pixels along each side.", defaults.Side);
        var classes = Option("--classes", $"Classes, 2 to {SampleDataOptions.MaxClasses}.", defaults.Classes);
        var seed = Option("--seed", "Other seeds give other pictures.", defaults.Seed);
        var first = Option(
            "--first-sample",
            "The first sample's number; files of the same seed with disjoint numbers share no picture.",
            defaults.FirstSample);
        command.Arguments.Add(file);
        foreach (Option option in new Option[] { count, side, classes, seed, first })
        {
            command.Options.Add(option);
        }

        command.SetAction((parsed, _) =>
        {
            var options = new SampleDataOptions
            {
                Count = parsed.GetValue(count),
                Side = parsed.GetValue(side),
                Classes = parsed.GetValue(classes),
                Seed = parsed.GetValue(seed),
                FirstSample = parsed.GetValue(first),
            };
            return JobHost.RunAsync(
                (terminal, cancellation) => Draw(parsed.GetRequiredValue(file), options, terminal, cancellation));
        });
        return command;
    }

    private static Option<T> Option<T>(string name, string description, T value) =>
        new(name) { Description = description, DefaultValueFactory = _ => value };

    private static int Draw(string path, SampleDataOptions options, Terminal terminal, CancellationToken cancellation)
    {
        try
        {
            options.Validate();
        }
        catch (ArgumentOutOfRangeException e)
        {
            throw new SettingsException(e.Message);
        }

        var progress = new TaskProgress(
            $"Drawing {path}", options.Count, terminal.Out, terminal.IsLive, terminal.Width, terminal.Time);
        try
        {
            SampleDataWriter.Write(path, options, progress, cancellation);
        }
        catch
        {
            progress.Break();
            throw;
        }

        progress.End();
        return ExitCode.Done;
    }
}
