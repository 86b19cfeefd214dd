using System.CommandLine;
using Trainer.Host.Configuration;
using Trainer.Host.Jobs;
using Trainer.Host.Observation;
using Trainer.Host.RunFolders;

namespace Trainer.Host.Commands;

/// <summary><c>train</c>: trains a network and leaves a run folder. The verb when none is named.</summary>
internal static class TrainCommand
{
    /// <summary>The verb.</summary>
    public const string Name = "train";

    /// <summary>Makes the verb.</summary>
    public static Command Create()
    {
        var command = new Command(
            Name, "Train a network and leave a run folder. Any setting can be given as --Section:Key value.");
        var options = new SettingsOptions(command);
        var resume = new Option<string?>("--resume")
        {
            Description = "Go on with the run in this folder, from its last checkpoint.",
        };
        var anyway = new Option<bool>("--resume-anyway")
        {
            Description = "Go on although settings or data are not what they were.",
        };
        var watch = new Option<bool>("--watch")
        {
            Description = "Show epochs, curves and stages on the whole terminal.",
        };
        var dashboard = new Option<string?>("--dashboard")
        {
            Description = "Show the run as a page in the browser, on this port of this computer (default "
                + $"{DashboardSettings.DefaultPort}).",
            Arity = ArgumentArity.ZeroOrOne,
        };
        command.Options.Add(watch);
        command.Options.Add(dashboard);
        command.Options.Add(resume);
        command.Options.Add(anyway);
        Option<string?> trace = SettingsOptions.Trace();
        command.Options.Add(trace);
        command.SetAction((parsed, _) =>
        {
            Dictionary<string, string?> given = options.Read(parsed);
            if (parsed.GetValue(watch))
            {
                given["Output:Watch"] = "true";
            }

            if (parsed.GetResult(dashboard) is not null)
            {
                given["Dashboard:Port"] = parsed.GetValue(dashboard) ?? $"{DashboardSettings.DefaultPort}";
            }

            string? file = parsed.GetValue(trace);
            string? path = parsed.GetValue(resume);
            if (path is null)
            {
                TrainerSettings settings = SettingsLoader.Load(given);
                path = settings.Callbacks.BackupAndRestore && RunFolder.IsCutShort(settings.Output.Folder)
                    ? settings.Output.Folder
                    : null;
                if (path is null)
                {
                    return JobHost.RunAsync((terminal, cancellation) =>
                    {
                        using var observers = new Observers(settings.Telemetry, file);
                        return new TrainJob(settings, terminal).Run(cancellation);
                    });
                }
            }

            RunFolder folder = RunFolder.OpenToResume(path);
            TrainerSettings own = SettingsLoader.LoadForResume(folder.Config, given);
            bool despiteDifferences = parsed.GetValue(anyway);
            return JobHost.RunAsync((terminal, cancellation) =>
            {
                using var observers = new Observers(own.Telemetry, file);
                using ResumedRun run = ResumedRun.Open(folder, despiteDifferences);
                return new TrainJob(own, terminal, run).Run(cancellation);
            });
        });
        return command;
    }
}
