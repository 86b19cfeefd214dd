namespace Trainer.Augment.Flows;

/// <summary>Which part of the samples <see cref="ImageDataGeneratorOptions.ValidationSplit"/> leaves.</summary>
public enum DataSubset
{
    /// <summary>All samples.</summary>
    All,

    /// <summary>The samples after the first share.</summary>
    Training,

    /// <summary>The first share of the samples.</summary>
    Validation,
}
