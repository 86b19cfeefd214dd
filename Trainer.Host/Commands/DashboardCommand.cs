using System.CommandLine;
using Trainer.Host.Configuration;
using Trainer.Host.Jobs;
using Trainer.Host.Live.Dashboard;

namespace Trainer.Host.Commands;

/// <summary><c>dashboard [RUNS]</c>: serves the page with the finished runs until it is interrupted.</summary>
internal static class DashboardCommand
{
    /// <summary>Makes the verb.</summary>
    public static Command Create()
    {
        var command = new Command("dashboard", "Compare finished runs on a page in the browser, until interrupted.");
        var runs = new Argument<string>("RUNS")
        {
            Description = "The folder that holds the run folders.",
            DefaultValueFactory = _ => "runs",
        };
        var options = new SettingsOptions(command, []);
        command.Arguments.Add(runs);
        command.SetAction((parsed, _) =>
        {
            Dictionary<string, string?> given = options.Read(parsed);
            DashboardSettings settings = SettingsLoader.Load(given).Dashboard;
            string folder = parsed.GetRequiredValue(runs);
            if (!Directory.Exists(folder))
            {
                throw new SettingsException(
                    $"There is no folder '{folder}'; name the one that holds the run folders, or train first.");
            }

            return JobHost.RunAsync((terminal, cancellation) =>
            {
                using DashboardServer server = DashboardServer.Start(settings, live: null, config: null, folder);
                terminal.Out.WriteLine($"Dashboard of {folder}: {server.Url} (Ctrl-C ends it)");
                cancellation.WaitHandle.WaitOne();
                return ExitCode.Done;
            });
        });
        return command;
    }
}
