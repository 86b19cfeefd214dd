using Trainer.Augment.Images;

namespace Trainer.Augment.Flows;

/// <summary>Which samples of an array a flow takes, and their labels.</summary>
internal sealed record FlowSamples(
    ImageShape Shape, int First, int Count, ReadOnlyMemory<int> Labels, FlowOptions Options)
{
    /// <summary>Checks an array and takes the part that the options name.</summary>
    public static FlowSamples Choose(
        int values,
        ImageShape shape,
        ReadOnlyMemory<int> labels,
        FlowOptions options,
        double validationSplit)
    {
        if (options.BatchSize < 1)
        {
            throw new ArgumentException($"BatchSize is {options.BatchSize}; allowed is 1 or more.", nameof(options));
        }

        int count = values / shape.Length;
        if (count == 0 || values % shape.Length != 0)
        {
            throw new ArgumentException($"{values} values are not one or more images of {shape}.", nameof(values));
        }

        if (!labels.IsEmpty && labels.Length != count)
        {
            throw new ArgumentException($"There are {count} images but {labels.Length} labels.", nameof(labels));
        }

        int split = (int)(count * validationSplit);
        var (first, end) = options.Subset switch
        {
            DataSubset.Training => (split, count),
            DataSubset.Validation => (0, split),
            _ => (0, count),
        };
        if (first == end)
        {
            throw new ArgumentException(
                $"The {options.Subset} subset of {count} images is empty with a ValidationSplit of {validationSplit}.",
                nameof(options));
        }

        if (options is { Subset: not DataSubset.All, IgnoreClassSplit: false } && !labels.IsEmpty)
        {
            CheckClasses(labels.Span[..split], labels.Span[split..]);
        }

        return new FlowSamples(shape, first, end - first, labels, options);
    }

    private static void CheckClasses(ReadOnlySpan<int> validation, ReadOnlySpan<int> training)
    {
        int[] missing = [.. new HashSet<int>(validation.ToArray()).Except(training.ToArray())];
        int[] unseen = [.. new HashSet<int>(training.ToArray()).Except(validation.ToArray())];
        if (missing.Length + unseen.Length > 0)
        {
            throw new ArgumentException(
                "Training and validation subset have different classes: "
                    + $"training lacks [{string.Join(", ", missing)}], "
                    + $"validation lacks [{string.Join(", ", unseen)}]. The split is by position, so shuffle the "
                    + "samples first, or set IgnoreClassSplit.",
                nameof(training));
        }
    }
}
