namespace Trainer.Tests.SampleData;

/// <summary>Takes progress reports on the reporting thread, unlike <see cref="Progress{T}"/>.</summary>
internal sealed class Witness(Action<long> seen) : IProgress<long>
{
    public void Report(long value) => seen(value);
}
