using System.CommandLine;
using Trainer.Host.Configuration;
using Trainer.Host.Observation;
using Trainer.Host.Runs;

namespace Trainer.Host.Commands;

/// <summary><c>profile</c>: runs the input pipeline alone and says how fast it is, where its time goes and what limits it.</summary>
internal static class ProfileCommand
{
    /// <summary>Makes the verb.</summary>
    public static Command Create()
    {
        var command = new Command("profile", "Run the training pipeline alone, and print its throughput, the time of each stage and what limits it.");
        var options = new SettingsOptions(command);
        var consume = new Option<string?>("--consume") { Description = "The speed of the trainer that it is run against, such as 200/s; max, the default, for as fast as possible." };
        Option<string?> trace = SettingsOptions.Trace();
        command.Options.Add(consume);
        command.Options.Add(trace);
        command.SetAction((parsed, _) =>
        {
            TrainerSettings settings = SettingsLoader.Load(options.Read(parsed));
            double? rate = Consumption.Parse(parsed.GetValue(consume));
            string? file = parsed.GetValue(trace);
            return JobHost.RunAsync((terminal, cancellation) =>
            {
                using var observers = new Observers(settings.Telemetry, file);
                return new ProfileJob(settings, terminal, rate).Run(cancellation);
            });
        });
        return command;
    }
}
