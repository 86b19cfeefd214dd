using System.CommandLine;
using Trainer.Host.Configuration;
using Trainer.Host.Jobs;
using Trainer.Host.Prediction;
using Trainer.Host.RunFolders;

namespace Trainer.Host.Commands;

/// <summary><c>predict RUN INPUT…</c>: says what the network of a finished run sees in images.</summary>
internal static class PredictCommand
{
    /// <summary>Makes the verb.</summary>
    public static Command Create()
    {
        var command = new Command(
            "predict", "Classify images with the network of a finished run; writes CSV or JSON lines.");
        var run = new Argument<string>("RUN") { Description = "The run folder." };
        var inputs = new Argument<string[]>("INPUT")
        {
            Description = "CSV files of images, image files, and folders of image files.",
            Arity = ArgumentArity.OneOrMore,
        };
        var output = new Option<string?>("--output") { Description = "The file to write; by default the terminal." };
        var format = new Option<string?>("--format")
        {
            Description = "csv or jsonl; by default what the ending of --output asks for, or csv.",
        };
        var top = new Option<int>("--top")
        {
            Description = "How many of the likeliest classes to write.",
            DefaultValueFactory = _ => 1,
        };
        Option<string?> weights = SettingsOptions.Weights();
        command.Arguments.Add(run);
        command.Arguments.Add(inputs);
        command.Options.Add(weights);
        command.Options.Add(output);
        command.Options.Add(format);
        command.Options.Add(top);
        command.SetAction((parsed, _) =>
        {
            string? file = parsed.GetValue(output);
            var options = new PredictOptions(
                PredictionFormats.Choose(parsed.GetValue(format), file), parsed.GetValue(top), file);
            if (options.Top < 1)
            {
                throw new SettingsException($"--top is {options.Top}; it must be at least 1.");
            }

            RunFolder folder = RunFolder.Open(parsed.GetRequiredValue(run), parsed.GetValue(weights));
            string[] arguments = parsed.GetRequiredValue(inputs);
            return JobHost.RunAsync(
                (terminal, cancellation) => new PredictJob(folder, arguments, options, terminal).Run(cancellation));
        });
        return command;
    }
}
