using System.CommandLine;
using Trainer.Host.Runs;

namespace Trainer.Host.Commands;

/// <summary><c>predict RUN INPUT…</c>: says what the network of a finished run sees in images.</summary>
internal static class PredictCommand
{
    /// <summary>Makes the verb.</summary>
    public static Command Create()
    {
        var command = new Command("predict", "Classify images with the network of a finished run; prints CSV.");
        var run = new Argument<string>("RUN") { Description = "The run folder." };
        var inputs = new Argument<string[]>("INPUT") { Description = "CSV files of images.", Arity = ArgumentArity.OneOrMore };
        command.Arguments.Add(run);
        command.Arguments.Add(inputs);
        command.SetAction((parsed, _) =>
        {
            RunFolder folder = RunFolder.Open(parsed.GetRequiredValue(run));
            string[] files = parsed.GetRequiredValue(inputs);
            return JobHost.RunAsync((terminal, cancellation) => new PredictJob(folder, files, terminal).Run(cancellation));
        });
        return command;
    }
}
