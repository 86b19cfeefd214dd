namespace Trainer.Core.Pipeline;

/// <summary>A stage of the input pipeline failed; the inner exception is the cause.</summary>
public sealed class PipelineStageException : Exception
{
    /// <summary>Makes the exception for a stage and a row.</summary>
    /// <param name="stage">The stage: read, parse, augment or batch.</param>
    /// <param name="dataset">The data set's name.</param>
    /// <param name="row">The row in work, from 0; null when the stage works on none.</param>
    /// <param name="cause">What was thrown.</param>
    public PipelineStageException(string stage, string dataset, int? row, Exception cause)
        : base(Describe(stage, dataset, row, cause), cause)
    {
        Stage = stage;
        Row = row;
    }

    /// <summary>The stage: read, parse, augment or batch.</summary>
    public string Stage { get; }

    /// <summary>The row in work, from 0; null when the stage worked on none.</summary>
    public int? Row { get; }

    private static string Describe(string stage, string dataset, int? row, Exception cause)
    {
        string place = row is { } number ? $"{dataset}, row {number + 1}" : dataset;
        return $"The {stage} stage failed at {place}: {cause.Message} ({cause.GetType().Name})";
    }
}
