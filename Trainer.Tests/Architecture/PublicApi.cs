using System.Reflection;
using System.Runtime.CompilerServices;

namespace Trainer.Tests.Architecture;

/// <summary>
/// Lists what a library shows to those who use it, a line for each type and member, sorted: what a text file beside
/// the project keeps, so that a change of it is seen.
/// </summary>
internal static class PublicApi
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance
        | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly NullabilityInfoContext Nullability = new();

    public static IReadOnlyList<string> Of(Assembly library) =>
    [
        .. library.GetExportedTypes()
            .SelectMany(type => Members(type).Select(member => $"{Name(type)}.{member}").Prepend(Head(type)))
            .Order(StringComparer.Ordinal),
    ];

    private static string Head(Type type)
    {
        string kind = type switch
        {
            { IsInterface: true } => "interface",
            { IsEnum: true } => "enum",
            { IsValueType: true } => "struct",
            { IsAbstract: true, IsSealed: true } => "static class",
            { IsAbstract: true } => "abstract class",
            { IsSealed: true } => "sealed class",
            _ => "class",
        };
        IEnumerable<string> bases = type.IsEnum || type.IsValueType || type.BaseType is null || type.BaseType == typeof(object)
            ? []
            : [Name(type.BaseType)];
        string[] parents = [.. bases, .. type.GetInterfaces().Where(IsOwn).Select(Name).Order(StringComparer.Ordinal)];
        return $"{Name(type)}: {kind}{(parents.Length > 0 ? $" of {string.Join(", ", parents)}" : "")}";

        // What a record, or a base type, brings along says nothing new.
        bool IsOwn(Type parent) => parent.IsPublic && !parent.Name.StartsWith("IEquatable", StringComparison.Ordinal)
            && type.BaseType?.GetInterfaces().Contains(parent) != true && !type.IsEnum;
    }

    private static IEnumerable<string> Members(Type type) => type.GetMembers(Declared)
        .Where(member => !IsWritten(member))
        .Select(Describe)
        .OfType<string>();

    /// <summary>Whether the compiler wrote it: a record's equality and printing, and the accessors of properties.</summary>
    private static bool IsWritten(MemberInfo member) =>
        member.IsDefined(typeof(CompilerGeneratedAttribute))
        || member is MethodBase { IsSpecialName: true, IsConstructor: false } and not MethodInfo { Name: "op_Implicit" }
        || member.Name is "PrintMembers" or "EqualityContract" or "value__";

    /// <summary>The member in a line; null if nobody outside can use it.</summary>
    private static string? Describe(MemberInfo member) => member switch
    {
        ConstructorInfo { IsStatic: false } made when IsShown(made) => $"new({Parameters(made)})",
        MethodInfo method when IsShown(method) =>
            $"{method.Name}{Generics(method)}({Parameters(method)}) -> {Name(method.ReturnType)}{Modifiers(method)}",
        PropertyInfo property when property.GetAccessors(nonPublic: true).Any(IsShown) => Describe(property),
        FieldInfo field when field.IsPublic || field.IsFamily =>
            field.IsLiteral ? $"{field.Name} = {field.GetRawConstantValue()}" : $"{field.Name}: {Name(field.FieldType)}",
        EventInfo raised when IsShown(raised.AddMethod!) => $"event {raised.Name}: {Name(raised.EventHandlerType!)}",
        _ => null,
    };

    private static string Describe(PropertyInfo property)
    {
        string get = property.GetMethod is { } getter && IsShown(getter) ? " get;" : "";
        string set = property.SetMethod is not { } setter || !IsShown(setter)
            ? ""
            : setter.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit)) ? " init;" : " set;";
        string nullable = Nullability.Create(property).ReadState == NullabilityState.Nullable
            && !property.PropertyType.IsValueType ? "?" : "";
        ParameterInfo[] index = property.GetIndexParameters();
        string name = index.Length == 0 ? property.Name : $"this[{string.Join(", ", index.Select(Describe))}]";
        MethodInfo accessor = property.GetAccessors(nonPublic: true)[0];
        return $"{name}: {Name(property.PropertyType)}{nullable} {{{get}{set} }}{Modifiers(accessor)}";
    }

    private static string Parameters(MethodBase method) => string.Join(", ", method.GetParameters().Select(Describe));

    private static string Describe(ParameterInfo parameter)
    {
        string nullable = Nullability.Create(parameter).ReadState == NullabilityState.Nullable
            && !parameter.ParameterType.IsValueType ? "?" : "";
        string otherwise = parameter.HasDefaultValue ? $" = {parameter.RawDefaultValue ?? "default"}" : "";
        return $"{Name(parameter.ParameterType)}{nullable} {parameter.Name}{otherwise}";
    }

    private static string Modifiers(MethodBase method)
    {
        string[] all =
        [
            .. method.IsFamily || method.IsFamilyOrAssembly ? ["protected"] : Array.Empty<string>(),
            .. method.IsStatic ? ["static"]
                : method.IsAbstract ? ["abstract"]
                : method is { IsVirtual: true, IsFinal: false } ? ["virtual"] : Array.Empty<string>(),
        ];
        return all.Length > 0 ? $" ({string.Join(' ', all)})" : "";
    }

    private static string Generics(MethodInfo method) => method.IsGenericMethod
        ? $"<{string.Join(", ", method.GetGenericArguments().Select(Name))}>"
        : "";

    private static bool IsShown(MethodBase method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;

    private static string Name(Type type)
    {
        if (type.IsGenericParameter)
        {
            return type.Name;
        }

        if (type.IsArray || type.IsByRef)
        {
            return Name(type.GetElementType()!) + (type.IsArray ? $"[{new string(',', type.GetArrayRank() - 1)}]" : "&");
        }

        string name = type.Name.Split('`')[0];
        string arguments = type.IsGenericType ? $"<{string.Join(", ", type.GetGenericArguments().Select(Name))}>" : "";
        string place = type.IsNested ? Name(type.DeclaringType!)
            : type.Namespace!.StartsWith("Trainer.", StringComparison.Ordinal) ? type.Namespace : "";
        return place.Length > 0 ? $"{place}.{name}{arguments}" : $"{name}{arguments}";
    }
}
