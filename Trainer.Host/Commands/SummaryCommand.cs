using System.CommandLine;
using Trainer.Host.Configuration;
using Trainer.Host.Jobs;

namespace Trainer.Host.Commands;

/// <summary><c>summary</c>: prints the layers of the network that the settings ask for.</summary>
internal static class SummaryCommand
{
    /// <summary>Makes the verb.</summary>
    public static Command Create()
    {
        var command = new Command(
            "summary", "Print the network's layers, their output shapes and numbers of parameters.");
        var options = new SettingsOptions(command, ["--model", "--training", "--seed"]);
        var classes = new Option<int?>("--classes")
        {
            Description = "How many classes; by default those of the training data.",
        };
        command.Options.Add(classes);
        command.SetAction((parsed, _) =>
        {
            TrainerSettings settings = SettingsLoader.Load(options.Read(parsed));
            int? count = parsed.GetValue(classes);
            if (count < 1)
            {
                throw new SettingsException($"--classes is {count}; it must be at least 1.");
            }

            return JobHost.RunAsync(
                (terminal, cancellation) => new SummaryJob(settings, count, terminal).Run(cancellation));
        });
        return command;
    }
}
