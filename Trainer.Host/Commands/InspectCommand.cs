using System.CommandLine;
using Trainer.Host.Jobs;

namespace Trainer.Host.Commands;

/// <summary><c>inspect FILE</c>: says what a CSV file holds and whether it is sound.</summary>
internal static class InspectCommand
{
    /// <summary>Makes the verb.</summary>
    public static Command Create()
    {
        var command = new Command("inspect", "Show rows, shape, classes and the first error of a CSV file of images.");
        var file = new Argument<string>("FILE") { Description = "The file." };
        command.Arguments.Add(file);
        command.SetAction((parsed, _) =>
        {
            string path = parsed.GetRequiredValue(file);
            return JobHost.RunAsync((terminal, cancellation) => new InspectJob(path, terminal).Run(cancellation));
        });
        return command;
    }
}
