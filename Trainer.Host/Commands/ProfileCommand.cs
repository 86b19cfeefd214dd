using System.CommandLine;
using Trainer.Host.Configuration;
using Trainer.Host.Runs;

namespace Trainer.Host.Commands;

/// <summary><c>profile</c>: runs the input pipeline alone and says how fast it is and where its time goes.</summary>
internal static class ProfileCommand
{
    /// <summary>Makes the verb.</summary>
    public static Command Create()
    {
        var command = new Command("profile", "Run the training pipeline alone, as fast as possible, and print its throughput and the time of each stage.");
        var options = new SettingsOptions(command);
        command.SetAction((parsed, _) =>
        {
            TrainerSettings settings = SettingsLoader.Load(options.Read(parsed));
            return JobHost.RunAsync((terminal, cancellation) => new ProfileJob(settings, terminal).Run(cancellation));
        });
        return command;
    }
}
