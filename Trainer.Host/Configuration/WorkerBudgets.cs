using Trainer.Core.Pipeline;
using Trainer.Core.Pipeline.Tuning;

namespace Trainer.Host.Configuration;

/// <summary>What the settings say about workers, threads and memory.</summary>
internal static class WorkerBudgets
{
    private const long BytesPerMegabyte = 1_000_000;

    // A network on a processor takes hundreds of times as long for a sample as the pipeline, so it can have all cores.
    private const int NeededBesideProcessor = 0;

    /// <summary>Whether any number of workers is to be chosen.</summary>
    public static bool IsAuto(PipelineSettings settings) => Parse(settings).IsAuto || Augment(settings).IsAuto;

    /// <summary>
    /// The most workers at work at the same moment; null for those that the settings give, whatever they are.
    /// </summary>
    public static int? CpuBudget(PipelineSettings settings) =>
        settings.CpuBudget ?? (IsAuto(settings) ? Math.Max(Environment.ProcessorCount, Start(settings).Total) : null);

    /// <summary>That many workers, for pipelines to share; null for those that the settings give each.</summary>
    public static WorkerGroup? Group(PipelineSettings settings) =>
        CpuBudget(settings) is { } limit ? new WorkerGroup(limit) : null;

    /// <summary>The most memory for buffers and cache, in bytes; null for no limit.</summary>
    public static long? MemoryBudget(PipelineSettings settings) => settings.MemoryBudgetMegabytes * BytesPerMegabyte;

    /// <summary>What the cache of decoded images takes at the most, in bytes.</summary>
    public static long CacheBytes(DataSettings settings) => settings.CacheMegabytes * BytesPerMegabyte;

    /// <summary>Bytes in 10⁶, the last begun one whole.</summary>
    public static long InMegabytes(long bytes) => (bytes + BytesPerMegabyte - 1) / BytesPerMegabyte;

    /// <summary>
    /// The workers with which a run begins: those that are given, and one where they are to be chosen.
    /// </summary>
    public static WorkerSplit Start(PipelineSettings settings) =>
        new(Parse(settings).Value ?? 1, Augment(settings).Value ?? 1);

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
        int needed = settings.Pipeline.CpuBudget
            ?? (onProcessor ? NeededBesideProcessor : CpuBudget(settings.Pipeline) ?? Start(settings.Pipeline).Total);
        return Math.Max(cores - needed, 1);
    }

    /// <summary>
    /// The most workers for which the buffers of a run fit into the memory budget: at most those of the CPU budget, at
    /// least those with which it begins.
    /// </summary>
    /// <param name="settings">The settings.</param>
    /// <param name="training">The training pipeline's options.</param>
    /// <param name="bytes">
    /// What a pipeline of such options takes for training, and with it all that does not depend on them.
    /// </param>
    /// <exception cref="SettingsException">Not even the fewest fit.</exception>
    public static int? Fit(
        PipelineSettings settings, InputPipelineOptions training, Func<InputPipelineOptions, long> bytes)
    {
        if (MemoryBudget(settings) is not { } budget)
        {
            return training.WorkerBudget;
        }

        WorkerSplit start = Start(settings);
        int fewest = training.WorkerBudget is null ? start.Total : Math.Max(start.Parse, start.Augment);
        for (int workers = training.WorkerBudget ?? fewest; workers >= fewest; workers--)
        {
            if (bytes(training with { WorkerBudget = workers }) <= budget)
            {
                return training.WorkerBudget is null ? null : workers;
            }
        }

        throw new SettingsException(
            $"Pipeline:MemoryBudgetMegabytes is {settings.MemoryBudgetMegabytes}; the buffers take "
            + $"{InMegabytes(bytes(training with { WorkerBudget = fewest }))} with the fewest workers. "
            + "Raise it, or lower Training:BatchSize, Pipeline:MaxQueueSize, Pipeline:ChunkSize or "
            + "Data:CacheMegabytes.");
    }

    private static AutoCount Parse(PipelineSettings settings) => settings.ParseWorkers ?? settings.Workers;

    private static AutoCount Augment(PipelineSettings settings) => settings.AugmentWorkers ?? settings.Workers;
}
