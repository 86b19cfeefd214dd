using System.CommandLine;
using Trainer.Host.Configuration;
using Trainer.Host.Runs;

namespace Trainer.Host.Commands;

/// <summary><c>train</c>: trains a network and leaves a run folder. The verb when none is named.</summary>
internal static class TrainCommand
{
    /// <summary>The verb.</summary>
    public const string Name = "train";

    /// <summary>Makes the verb.</summary>
    public static Command Create()
    {
        var command = new Command(Name, "Train a network and leave a run folder. Any setting can be given as --Section:Key value.");
        var options = new SettingsOptions(command);
        command.SetAction((parsed, _) =>
        {
            TrainerSettings settings = SettingsLoader.Load(options.Read(parsed));
            return JobHost.RunAsync((terminal, cancellation) => new TrainJob(settings, terminal).Run(cancellation));
        });
        return command;
    }
}
