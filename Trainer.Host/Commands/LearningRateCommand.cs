using System.CommandLine;
using Trainer.Core.Training;
using Trainer.Host.Configuration;
using Trainer.Host.Jobs;

namespace Trainer.Host.Commands;

/// <summary><c>lr-find</c>: looks for a learning rate.</summary>
internal static class LearningRateCommand
{
    /// <summary>Makes the verb.</summary>
    public static Command Create()
    {
        var defaults = new LearningRateFinderOptions();
        var command = new Command(
            "lr-find",
            "Train for some steps with a growing learning rate; "
                + "print a suggestion, and leave a plot and a table in a run folder.");
        var options = new SettingsOptions(command);
        var from = new Option<double>("--from")
        {
            Description = "The first rate.",
            DefaultValueFactory = _ => defaults.MinRate,
        };
        var to =
            new Option<double>("--to") { Description = "The last rate.", DefaultValueFactory = _ => defaults.MaxRate };
        var steps =
            new Option<int>("--steps") { Description = "How many steps.", DefaultValueFactory = _ => defaults.Steps };
        foreach (Option option in new Option[] { from, to, steps })
        {
            command.Options.Add(option);
        }

        command.SetAction((parsed, _) =>
        {
            TrainerSettings settings = SettingsLoader.Load(options.Read(parsed));
            var range = new LearningRateFinderOptions
            {
                MinRate = parsed.GetValue(from),
                MaxRate = parsed.GetValue(to),
                Steps = parsed.GetValue(steps),
            };
            IReadOnlyList<string> problems = range.Validate();
            if (problems.Count > 0)
            {
                throw new SettingsException(string.Join(Environment.NewLine, problems));
            }

            return JobHost.RunAsync(
                (terminal, cancellation) => new LearningRateJob(settings, range, terminal).Run(cancellation));
        });
        return command;
    }
}
