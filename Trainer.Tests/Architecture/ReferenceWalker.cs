using System.Collections.Immutable;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Trainer.Tests.Architecture;

/// <summary>
/// Finds what a type names, assemblies and types of its own: in its base, interfaces and attributes, in the signatures of its
/// members, and in the locals and instructions of its methods.
/// </summary>
internal sealed class ReferenceWalker : ISignatureTypeProvider<bool, object?>
{
    private readonly PEReader _file;
    private readonly MetadataReader _metadata;
    private readonly HashSet<string> _assemblies = [];
    private readonly HashSet<TypeDefinitionHandle> _types = [];

    private ReferenceWalker(PEReader file)
    {
        _file = file;
        _metadata = file.GetMetadataReader();
    }

    /// <summary>The names of the assemblies that the type names something of.</summary>
    public static IReadOnlySet<string> AssembliesNamedBy(PEReader file, TypeDefinitionHandle type)
    {
        var walker = new ReferenceWalker(file);
        walker.WalkType(walker._metadata.GetTypeDefinition(type));
        return walker._assemblies;
    }

    /// <summary>The types of its own assembly that the type names.</summary>
    public static IReadOnlySet<TypeDefinitionHandle> TypesNamedBy(PEReader file, TypeDefinitionHandle type)
    {
        var walker = new ReferenceWalker(file);
        walker.WalkType(walker._metadata.GetTypeDefinition(type));
        return walker._types;
    }

    private void WalkType(TypeDefinition type)
    {
        Visit(type.BaseType);
        WalkAttributes(type.GetCustomAttributes());
        WalkConstraints(type.GetGenericParameters());
        foreach (InterfaceImplementationHandle handle in type.GetInterfaceImplementations())
        {
            Visit(_metadata.GetInterfaceImplementation(handle).Interface);
        }

        foreach (FieldDefinitionHandle handle in type.GetFields())
        {
            FieldDefinition field = _metadata.GetFieldDefinition(handle);
            field.DecodeSignature(this, null);
            WalkAttributes(field.GetCustomAttributes());
        }

        foreach (PropertyDefinitionHandle handle in type.GetProperties())
        {
            WalkAttributes(_metadata.GetPropertyDefinition(handle).GetCustomAttributes());
        }

        foreach (MethodDefinitionHandle handle in type.GetMethods())
        {
            WalkMethod(_metadata.GetMethodDefinition(handle));
        }
    }

    private void WalkMethod(MethodDefinition method)
    {
        method.DecodeSignature(this, null);
        WalkAttributes(method.GetCustomAttributes());
        WalkConstraints(method.GetGenericParameters());
        if (method.RelativeVirtualAddress == 0)
        {
            return;
        }

        MethodBodyBlock body = _file.GetMethodBody(method.RelativeVirtualAddress);
        Visit(body.LocalSignature);
        foreach (ExceptionRegion region in body.ExceptionRegions)
        {
            Visit(region.CatchType);
        }

        foreach (EntityHandle token in InstructionTokens.In(body.GetILReader()))
        {
            Visit(token);
        }
    }

    private void WalkAttributes(CustomAttributeHandleCollection attributes)
    {
        foreach (CustomAttributeHandle handle in attributes)
        {
            Visit(_metadata.GetCustomAttribute(handle).Constructor);
        }
    }

    private void WalkConstraints(GenericParameterHandleCollection parameters)
    {
        foreach (GenericParameterHandle parameter in parameters)
        {
            foreach (GenericParameterConstraintHandle handle in _metadata.GetGenericParameter(parameter).GetConstraints())
            {
                Visit(_metadata.GetGenericParameterConstraint(handle).Type);
            }
        }
    }

    /// <summary>Follows a token. Definitions lead no further: they are of this assembly, and walked in their own turn.</summary>
    private void Visit(EntityHandle token)
    {
        if (token.IsNil)
        {
            return;
        }

        switch (token.Kind)
        {
            case HandleKind.AssemblyReference:
                _assemblies.Add(_metadata.GetString(_metadata.GetAssemblyReference((AssemblyReferenceHandle)token).Name));
                break;
            case HandleKind.TypeDefinition:
                _types.Add((TypeDefinitionHandle)token);
                break;
            case HandleKind.MethodDefinition:
                _types.Add(_metadata.GetMethodDefinition((MethodDefinitionHandle)token).GetDeclaringType());
                break;
            case HandleKind.FieldDefinition:
                _types.Add(_metadata.GetFieldDefinition((FieldDefinitionHandle)token).GetDeclaringType());
                break;
            case HandleKind.TypeReference:
                Visit(_metadata.GetTypeReference((TypeReferenceHandle)token).ResolutionScope);
                break;
            case HandleKind.TypeSpecification:
                _metadata.GetTypeSpecification((TypeSpecificationHandle)token).DecodeSignature(this, null);
                break;
            case HandleKind.StandaloneSignature:
                VisitSignature(_metadata.GetStandaloneSignature((StandaloneSignatureHandle)token));
                break;
            case HandleKind.MethodSpecification:
                MethodSpecification generic = _metadata.GetMethodSpecification((MethodSpecificationHandle)token);
                generic.DecodeSignature(this, null);
                Visit(generic.Method);
                break;
            case HandleKind.MemberReference:
                VisitMember(_metadata.GetMemberReference((MemberReferenceHandle)token));
                break;
        }
    }

    private void VisitMember(MemberReference member)
    {
        Visit(member.Parent);
        if (member.GetKind() == MemberReferenceKind.Method)
        {
            member.DecodeMethodSignature(this, null);
        }
        else
        {
            member.DecodeFieldSignature(this, null);
        }
    }

    private void VisitSignature(StandaloneSignature signature)
    {
        if (signature.GetKind() == StandaloneSignatureKind.Method)
        {
            signature.DecodeMethodSignature(this, null);
        }
        else
        {
            signature.DecodeLocalSignature(this, null);
        }
    }

    // The decoder calls these for each type in a signature, the innermost first; what they return is of no use here.
    public bool GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte rawTypeKind)
    {
        Visit(handle);
        return true;
    }

    public bool GetTypeFromSpecification(
        MetadataReader reader, object? genericContext, TypeSpecificationHandle handle, byte rawTypeKind)
    {
        Visit(handle);
        return true;
    }

    public bool GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte rawTypeKind)
    {
        Visit(handle);
        return true;
    }

    public bool GetPrimitiveType(PrimitiveTypeCode typeCode) => true;

    public bool GetSZArrayType(bool elementType) => true;

    public bool GetArrayType(bool elementType, ArrayShape shape) => true;

    public bool GetByReferenceType(bool elementType) => true;

    public bool GetPointerType(bool elementType) => true;

    public bool GetPinnedType(bool elementType) => true;

    public bool GetModifiedType(bool modifier, bool unmodifiedType, bool isRequired) => true;

    public bool GetFunctionPointerType(MethodSignature<bool> signature) => true;

    public bool GetGenericInstantiation(bool genericType, ImmutableArray<bool> typeArguments) => true;

    public bool GetGenericMethodParameter(object? genericContext, int index) => true;

    public bool GetGenericTypeParameter(object? genericContext, int index) => true;
}
