using System.Globalization;
using Trainer.Core.Data;
using Trainer.Core.Pipeline;
using Trainer.Host.Configuration;

namespace Trainer.Host.Sweeps;

/// <summary>
/// Which settings of a sweep a training could begin with: those within <c>Pipeline:CpuBudget</c> and
/// <c>Pipeline:MemoryBudgetMegabytes</c>.
/// </summary>
internal static class SweepBudget
{
    /// <summary>Leaves out the others, and says so in one line.</summary>
    /// <param name="grid">The settings to choose from, at least one.</param>
    /// <param name="settings">The settings in force, complete.</param>
    /// <param name="training">The training data.</param>
    /// <param name="say">Takes the line, if any is left out.</param>
    /// <returns>Those within the budgets, in the same order.</returns>
    /// <exception cref="SettingsException">There is none.</exception>
    public static IReadOnlyList<SweepSetting> Keep(
        IReadOnlyList<SweepSetting> grid, TrainerSettings settings, IImageDataset training, Action<string> say)
    {
        var kept = new List<SweepSetting>();
        string? problem = null;
        foreach (SweepSetting setting in grid)
        {
            if (FindProblem(setting, settings, training) is { } found)
            {
                problem ??= $"{setting}: {found}";
            }
            else
            {
                kept.Add(setting);
            }
        }

        if (kept.Count == 0)
        {
            throw new SettingsException(
                $"--sweep has no setting within the budgets. {problem}. "
                    + "Raise the budget, or try fewer workers, smaller chunks or a shorter queue.");
        }

        if (problem is not null)
        {
            say(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"Left out: {grid.Count - kept.Count} of {grid.Count} settings. The first is {problem}."));
        }

        return kept;
    }

    private static string? FindProblem(SweepSetting setting, TrainerSettings settings, IImageDataset training)
    {
        int workers = Math.Max(setting.ParseWorkers, setting.AugmentWorkers);
        if (workers > settings.Pipeline.CpuBudget)
        {
            return $"Pipeline:CpuBudget is {settings.Pipeline.CpuBudget}, and a stage of it has {workers} workers";
        }

        long bytes = WorkerBudgets.CacheBytes(settings.Data)
            + InputPipeline.CountBufferBytes(training, setting.ApplyTo(PipelineFactory.ForTraining(settings)))
            + InputPipeline.CountBufferBytes(training, setting.ApplyTo(PipelineFactory.ForValidation(settings)));
        return bytes > WorkerBudgets.MemoryBudget(settings.Pipeline)
            ? $"Pipeline:MemoryBudgetMegabytes is {settings.Pipeline.MemoryBudgetMegabytes}, and its buffers, with "
                + $"those of a validation, take {WorkerBudgets.InMegabytes(bytes)}"
            : null;
    }
}
