using System.CommandLine;
using Trainer.Host.Jobs;
using Trainer.Host.RunFolders;

namespace Trainer.Host.Commands;

/// <summary><c>evaluate RUN</c>: tests the network of a finished run.</summary>
internal static class EvaluateCommand
{
    /// <summary>Makes the verb.</summary>
    public static Command Create()
    {
        var command = new Command("evaluate", "Test the network of a finished run.");
        var run = new Argument<string>("RUN") { Description = "The run folder." };
        var testing = new Option<string?>("--testing")
        {
            Description = "The file to test on; by default the run's own testing file.",
        };
        Option<string?> weights = SettingsOptions.Weights();
        command.Arguments.Add(run);
        command.Options.Add(testing);
        command.Options.Add(weights);
        command.SetAction((parsed, _) =>
        {
            RunFolder folder = RunFolder.Open(parsed.GetRequiredValue(run), parsed.GetValue(weights));
            string? file = parsed.GetValue(testing);
            return JobHost.RunAsync(
                (terminal, cancellation) => new EvaluateJob(folder, file, terminal).Run(cancellation));
        });
        return command;
    }
}
