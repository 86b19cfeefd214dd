namespace Trainer.Core.Pipeline;

/// <summary>No batch came for a long time: the message says what every stage is doing.</summary>
public sealed class PipelineStalledException : Exception
{
    internal PipelineStalledException(string dataset, TimeSpan waited, IReadOnlyList<string> work, string queues)
        : base($"The pipeline over {dataset} delivered no batch for {waited.TotalSeconds:0.#} s. "
            + (work.Count == 0 ? "No stage is working" : $"In work: {string.Join("; ", work)}")
            + $". Chunks waiting before/behind the blocks: {queues}. "
            + "If a row may take so long, raise "
            + $"{nameof(InputPipelineOptions)}.{nameof(InputPipelineOptions.StallTimeout)}; "
            + "the program's setting is Pipeline:StallTimeout.")
    {
    }
}
