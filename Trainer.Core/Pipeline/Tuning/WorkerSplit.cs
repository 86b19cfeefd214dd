namespace Trainer.Core.Pipeline.Tuning;

/// <summary>How many workers each stage has.</summary>
/// <param name="Parse">Workers that read and parse, at least 1.</param>
/// <param name="Augment">Workers that augment, at least 1.</param>
public readonly record struct WorkerSplit(int Parse, int Augment)
{
    /// <summary>All of them.</summary>
    public int Total => Parse + Augment;

    /// <summary>Writes both numbers.</summary>
    public override string ToString() => $"parse {Parse}, augment {Augment}";
}
