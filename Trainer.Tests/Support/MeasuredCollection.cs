using Xunit;

namespace Trainer.Tests.Support;

/// <summary>Tests that measure what belongs to the whole process and so run when no other does.</summary>
[CollectionDefinition(nameof(MeasuredCollection), DisableParallelization = true)]
public sealed class MeasuredCollection;
