using Trainer.Core.Pipeline;
using Trainer.Core.Pipeline.Tuning;

namespace Trainer.Host.Configuration;

/// <summary>What the settings say about workers, threads and memory.</summary>
internal static class WorkerBudgets
{
    private const int BytesPerMegabyte = 1_000_000;

    // A network on a processor takes hundreds of times as long for a sample as the pipeline, so it can have all cores.
    private const int NeededBesideProcessor = 0;

    /// <summary>Whether any number of workers is to be chosen.</summary>
    public static bool IsAuto(PipelineSettings settings) => Parse(settings).IsAuto || Augment(settings).IsAuto;

    /// <summary>The most workers at work at the same moment; null for those that the settings give, whatever they are.</summary>
    public static int? CpuBudget(PipelineSettings settings) =>
        settings.CpuBudget ?? (IsAuto(settings) ? Math.Max(Environment.ProcessorCount, Start(settings).Total) : null);

    /// <summary>The workers with which a run begins: those that are given, and one where they are to be chosen.</summary>
    public static WorkerSplit Start(PipelineSettings settings) => new(Parse(settings).Value ?? 1, Augment(settings).Value ?? 1);

    /// <summary>Within what the numbers are to be chosen.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="most">The most workers of both stages together.</param>
    /// <param name="workersRead">Whether parse workers read their rows.</param>
    public static TuningLimits Limits(PipelineSettings settings, int most, bool workersRead) =>
        new(most, Parse(settings).Value, Augment(settings).Value, workersRead);

    /// <summary>Threads for Torch: as given, or those that the pipeline leaves; null for Torch's own default.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="cores">How many cores there are.</param>
    public static int? TorchThreads(TrainerSettings settings, int cores)
    {
        if (settings.Torch.Threads is not { IsAuto: true })
        {
            return settings.Torch.Threads?.Value;
        }

        bool onProcessor = string.Equals(settings.Torch.Device, "cpu", StringComparison.Ordinal);
        int needed = settings.Pipeline.CpuBudget ?? (onProcessor ? NeededBesideProcessor : CpuBudget(settings.Pipeline) ?? Start(settings.Pipeline).Total);
        return Math.Max(cores - needed, 1);
    }

    /// <summary>
    /// The most workers for which the buffers of a run fit into the memory budget: at most those of the CPU budget, at least
    /// those with which it begins.
    /// </summary>
    /// <param name="settings">The settings.</param>
    /// <param name="training">The training pipeline's options.</param>
    /// <param name="bytes">What a pipeline of such options takes for training, and with it all that does not depend on them.</param>
    /// <exception cref="SettingsException">Not even the fewest fit.</exception>
    public static int? Fit(PipelineSettings settings, InputPipelineOptions training, Func<InputPipelineOptions, long> bytes)
    {
        if (settings.MemoryBudgetMegabytes is not { } megabytes)
        {
            return training.WorkerBudget;
        }

        int fewest = Start(settings).Total;
        int most = training.WorkerBudget ?? fewest;
        for (int workers = Math.Max(most, fewest); workers >= fewest; workers--)
        {
            if (bytes(training with { WorkerBudget = workers }) <= (long)megabytes * BytesPerMegabyte)
            {
                // With a CPU budget of one, the two stages take turns.
                return training.WorkerBudget is null ? null : Math.Min(workers, most);
            }
        }

        long needed = bytes(training with { WorkerBudget = fewest });
        throw new SettingsException(
            $"Pipeline:MemoryBudgetMegabytes is {megabytes}; the buffers take {(needed + BytesPerMegabyte - 1) / BytesPerMegabyte} with the fewest workers. "
            + "Raise it, or lower Training:BatchSize, Pipeline:MaxQueueSize, Pipeline:ChunkSize or Data:CacheMegabytes.");
    }

    private static AutoCount Parse(PipelineSettings settings) => settings.ParseWorkers ?? settings.Workers;

    private static AutoCount Augment(PipelineSettings settings) => settings.AugmentWorkers ?? settings.Workers;
}
