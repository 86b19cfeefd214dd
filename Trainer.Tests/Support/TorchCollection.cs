using Trainer.Core.Tensors;
using Xunit;

namespace Trainer.Tests.Support;

/// <summary>
/// Every test that uses Torch is in this collection, because Torch's random generator and thread counts belong to the
/// whole process: no other test runs beside them, operations have one thread, and each test starts from the same seed.
/// What needs other settings starts a process of its own.
/// </summary>
[CollectionDefinition(Name, DisableParallelization = true)]
[TorchSeed]
public sealed class TorchCollection : ICollectionFixture<TorchCollection.OneThread>
{
    /// <summary>For <c>[Collection(TorchCollection.Name)]</c>.</summary>
    public const string Name = "Torch";

    /// <summary>Loads Torch before the first test.</summary>
    public sealed class OneThread
    {
        public OneThread() => TorchRuntime.Configure(threads: 1);
    }
}
